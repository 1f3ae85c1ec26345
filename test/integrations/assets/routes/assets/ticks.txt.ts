// A stream that never ends by itself: one line every 100 ms.
import { streams } from "../_streams.ts";

export async function GET() {
  streams.opened++;
  return (async function* () {
    try {
      for (let n = 0; ; n++) {
        yield `tick ${n}\n`;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      streams.cancelled++;
    }
  })();
}
