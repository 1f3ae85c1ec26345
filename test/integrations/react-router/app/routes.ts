import { index, route, type RouteConfig } from "@react-router/dev/routes";

export default [
  index("routes/home.tsx"),
  route("assets/*", "routes/assets.ts"),
  route("report.txt", "routes/report.ts"),
] satisfies RouteConfig;
