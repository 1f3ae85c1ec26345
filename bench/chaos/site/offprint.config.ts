// The site that chaos commands start: limits come from the command that starts it.
import { defineConfig } from "offprint";

export default defineConfig(JSON.parse(process.env.CHAOS_CONFIG ?? "{}"));
