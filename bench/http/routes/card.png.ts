import { PNG } from "../_payloads.mjs";

export const GET = () => PNG;
