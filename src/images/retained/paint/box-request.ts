// A box to be drawn.

/** Everything that the pixels of a box depend on. */
export interface BoxRequest {
  type: string;
  /** Attributes of pictures, such as `src`; and the children of an inline SVG. */
  props: Readonly<Record<string, unknown>> | undefined;
  paint: Readonly<Record<string, unknown>>;
  color: string;
  fontSize: number;
  opacity: number;
  width: number;
  height: number;
}
