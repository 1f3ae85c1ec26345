import { CARD, ETAG } from "../../bodies.ts";

const asset = { types: ["image/png"], key: ETAG, render: () => CARD };
export const GET = () => asset;
