// 64 KiB as often as it is asked for, without an end.
import { streams } from "../_streams.ts";

export async function GET() {
  const chunk = new Uint8Array(65_536);
  return new ReadableStream({
    pull(controller) {
      streams.pulled++;
      controller.enqueue(chunk);
    },
    cancel() {
      streams.cancelled++;
    },
  });
}
