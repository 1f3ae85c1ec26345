import { CHUNK, CHUNKS } from "../../bodies.ts";

export function GET() {
  let left = CHUNKS;
  return new ReadableStream({
    pull: (controller) => (left-- > 0 ? controller.enqueue(CHUNK) : controller.close()),
  });
}
