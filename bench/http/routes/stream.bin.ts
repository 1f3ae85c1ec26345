import { megabyte } from "../_payloads.mjs";

export const GET = () => megabyte();
