// Many assets of many sizes, streamed in pieces, for the disk.

import type { RouteEvent } from "../../../../src/routing/route.ts";
import { bytesOf, renders } from "../_made.ts";

export const cache = { maxAge: "1h" };

export function GET({ params }: RouteEvent) {
  const size = 20_000 + ((Number(params.id) * 7_919) % 700_000);
  return {
    types: ["application/octet-stream"],
    key: { id: params.id, size },
    render() {
      renders.count++;
      const bytes = bytesOf(String(params.id), size);
      let at = 0;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((done) => setTimeout(done, 1));
          controller.enqueue(bytes.slice(at, (at += 64 * 1024)));
          if (at >= size) controller.close();
        },
      });
    },
  };
}
