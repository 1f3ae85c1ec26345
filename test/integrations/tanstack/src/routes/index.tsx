import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/")({ component: () => <a href="/assets/report.txt">Report</a> });
