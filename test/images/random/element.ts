// Elements as JSX makes them, by hand.

export interface El {
  type: unknown;
  key: null;
  props: { style?: Record<string, unknown>; children?: unknown; [name: string]: unknown };
}

export function element(
  type: unknown,
  style?: Record<string, unknown>,
  children?: unknown,
  props: Record<string, unknown> = {},
): El {
  return {
    type,
    key: null,
    props: { ...props, ...(style && { style }), ...(children !== undefined && { children }) },
  };
}

export const isElement = (value: unknown): value is El =>
  typeof value === "object" && value !== null && "props" in value;
