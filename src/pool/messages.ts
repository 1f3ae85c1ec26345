// Messages between a child and its parent, beside HTTP.

import type { Revalidation } from "../revalidate.ts";
import type { RevalidationLog } from "../revalidations.ts";
import type { DeliveryState, SeenStore } from "../webhooks/seen.ts";

/** What a child asks of the memory of deliveries. */
export type DeliveryStep = keyof SeenStore;

/** From the child. */
export type FromChild =
  /** It listens. `info` is what the app's module told about itself. */
  | { type: "offprint:ready"; info: unknown }
  /** It could not start. */
  | { type: "offprint:failed"; name: string; message: string; stack?: string }
  /** It has done what `rehearse` asked for. */
  | { type: "offprint:rehearsed" }
  /** The answer to `ping`: its event loop turns. `used` is its processor time so far, in milliseconds. */
  | { type: "offprint:pong"; used: number }
  /** A handler called `revalidateTag` or `revalidatePath`; `id` is sent back when all have acted. */
  | { type: "offprint:revalidate"; id: number; what: Revalidation }
  /** A step of a webhook's delivery, which only one child may work on. `id` is sent back with the state it was found in. */
  | { type: "offprint:delivery"; id: number; step: DeliveryStep; delivery: string; seconds: number }
  /** Asks for data that a child has kept; `id` is sent back with it. */
  | { type: "offprint:read-data"; id: number; key: string }
  /** Data for all children. */
  | { type: "offprint:keep-data"; key: string; data: string };

/** Messages of a child to the whole pool. */
export type FromApp = Extract<
  FromChild,
  { type: `offprint:${"revalidate" | "delivery" | "read-data" | "keep-data"}` }
>;

/** From the parent. */
export type FromParent =
  /** Tells a child in reserve to make its app now. */
  | { type: "offprint:go" }
  | { type: "offprint:ping" }
  /** Make something of each kind, so that the first who asks for it need not wait for what that loads. */
  | { type: "offprint:rehearse" }
  /** No more requests will come: finish background work and exit. */
  | { type: "offprint:stop" }
  | { type: "offprint:revalidated"; id: number; failed: boolean }
  | { type: "offprint:delivered"; id: number; state: DeliveryState | undefined }
  | { type: "offprint:data"; id: number; data: string | undefined }
  /** What has changed before the child began: sent before the first data. */
  | { type: "offprint:revalidations"; log: RevalidationLog }
  /** Another process says that something has changed. */
  | { type: "offprint:revalidate"; what: Revalidation };

/** A child's settings, as JSON in its environment. */
export interface ChildSetup {
  socket: string;
  /** URL of the module that makes the app. */
  app: string;
  /** The argument of that module's function. */
  args: unknown;
  /** Load what does not change, and make the app only when told to. */
  wait: boolean;
}

/** The environment variable that holds {@link ChildSetup}. */
export const SETUP = "OFFPRINT_CHILD";
