// The shape of a test in the public suite: a list of requests, each with what the origin answers and what is expected.

type Field =
  | [name: string, value: string | number]
  | [name: string, value: string | number, checked: boolean];

export interface Exchange {
  setup?: boolean;
  pause_after?: boolean;
  disconnect?: boolean;
  check_body?: boolean;
  request_method?: string;
  request_headers?: Field[];
  response_headers?: Field[];
  response_status?: [number, string];
  expected_type?: "cached" | "not_cached" | "etag_validated" | "lm_validated";
  expected_status?: number | null;
  expected_response_headers?: Field[];
  expected_response_headers_missing?: string[];
}

export interface Test {
  name: string;
  id: string;
  kind?: "required" | "optimal" | "check";
  browser_only?: boolean;
  requests: Exchange[];
}

export interface Suite {
  name: string;
  id: string;
  tests: Test[];
}
