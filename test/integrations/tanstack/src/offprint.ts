import path from "node:path";
import { createApp } from "offprint";

const app = createApp({
  root: path.join(process.cwd(), process.env.OFFPRINT_ASSETS ?? "../assets"),
  origin: "http://localhost",
});

export const answer = async (request: Request) => (await app).fetch(request);
