import path from "node:path";
import { createApp } from "offprint";

const app = createApp({ root: path.join(process.cwd(), "../assets"), origin: "http://localhost" });

export const answer = async (request: Request) => (await app).fetch(request);
