// A mistake that keeps the app from being made: the host's pages must be served all the same.
export const get = () => ({ hello: "nobody" });
