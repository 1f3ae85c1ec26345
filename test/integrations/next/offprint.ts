import path from "node:path";
import { createApp } from "offprint";

// One app for every route file, whichever bundle asks for it.
const shared = globalThis as { offprintApp?: ReturnType<typeof createApp> };
const app = (shared.offprintApp ??= createApp({
  root: path.join(process.cwd(), process.env.OFFPRINT_ASSETS ?? "../assets"),
  origin: "http://localhost",
}));

export const answer = async (request: Request) => (await app).fetch(request);
