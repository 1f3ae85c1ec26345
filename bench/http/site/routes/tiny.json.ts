import { TINY } from "../../bodies.ts";

export const GET = () => Response.json(TINY);
