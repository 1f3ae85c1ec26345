// Stand-in for `@tanstack/virtual-file-routes`: a tree of routes that is written out.

/** A route of the tree; files and folders are relative to the folder of the routes. */
export type VirtualNode =
  | { type: "index"; file: string }
  | { type: "layout"; id?: string; file: string; children?: VirtualNode[] }
  | { type: "route"; path: string; file?: string; children?: VirtualNode[] }
  | { type: "physical"; directory: string; pathPrefix: string };

export interface VirtualRoot {
  type: "root";
  file: string;
  children?: VirtualNode[];
}

/** Exports of `@tanstack/virtual-file-routes`. */
export const virtualFileRoutes = {
  rootRoute: (file: string, children?: VirtualNode[]): VirtualRoot => ({ type: "root", file, children }),
  index: (file: string): VirtualNode => ({ type: "index", file }),
  layout: (id: string, file: string | VirtualNode[], children?: VirtualNode[]): VirtualNode =>
    typeof file === "string"
      ? { type: "layout", id, file, children }
      : { type: "layout", file: id, children: file },
  route: (path: string, file: string | VirtualNode[], children?: VirtualNode[]): VirtualNode =>
    typeof file === "string"
      ? { type: "route", path, file, children }
      : { type: "route", path, children: file },
  physical: (pathPrefix: string, directory?: string): VirtualNode =>
    directory === undefined
      ? { type: "physical", directory: pathPrefix, pathPrefix: "" }
      : { type: "physical", directory, pathPrefix },
  defineVirtualSubtreeConfig: <T>(config: T): T => config,
};
