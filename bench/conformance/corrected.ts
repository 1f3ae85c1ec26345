// Where the published suite (2021) predates RFC 9111 (2022): its tests by name, and what the RFC asks instead.

import type { Exchange, Suite, Test } from "./suite.ts";

const age =
  "RFC 9111 §5.1: of several Age values the first counts, and one that is no non-negative integer is ignored";
const stale = "cannot pass over HTTP: the origin hangs up, and the test asks for its 200 all the same";

/** Required tests of the published suite that RFC 9111 overrules, or that nothing can pass. */
export const overruled: Record<string, string> = {
  "age-parse-nonnumeric": age,
  "age-parse-negative": age,
  "age-parse-float": age,
  "age-parse-prefix-twoline": age,
  "age-parse-dup-0": age,
  "age-parse-dup-0-twoline": age,
  "age-parse-dup-old": age,
  "stale-close-must-revalidate": stale,
  "stale-close-proxy-revalidate": stale,
  "stale-close-no-cache": stale,
  "stale-close-s-maxage=2": stale,
};

/** An answer that is fresh for an hour but for its age. */
function withAge(id: string, lines: string[], fresh: boolean): Test {
  return {
    name: `RFC 9111 §5.1: Age ${lines.join(" and ")} is ${fresh ? "fresh" : "stale"}`,
    id: `rfc9111-age-${id}`,
    requests: [
      {
        setup: true,
        pause_after: true,
        response_headers: [
          ["Date", 0],
          ["Cache-Control", "max-age=7000"],
          ...lines.map((line): [string, string, boolean] => ["Age", line, false]),
        ],
      },
      { expected_type: fresh ? "cached" : "not_cached" },
    ],
  };
}

/** Once stale, an answer under this directive is never served when the origin cannot be reached. */
function neverStale(directive: string): Test {
  const gone: Exchange = {
    disconnect: true,
    expected_status: null,
    check_body: false,
    expected_response_headers_missing: ["Server-Request-Count"],
  };
  return {
    name: `RFC 9111 §4.2.4: ${directive} is never served stale`,
    id: `rfc9111-stale-${directive.replace(/\W+/g, "-")}`,
    requests: [
      { setup: true, pause_after: true, response_headers: [["Cache-Control", `max-age=2, ${directive}`]] },
      // The published client takes a missing status for 200: any error status is right here.
      { ...gone, expected_status: 504 },
    ],
  };
}

function targeted(id: string, name: string, fields: [string, string][], reused: boolean): Test {
  return {
    name: `RFC 9213: ${name}`,
    id: `rfc9213-${id}`,
    requests: [
      {
        setup: true,
        pause_after: true,
        response_headers: fields.map(([field, value]): [string, string, boolean] => [field, value, false]),
      },
      { expected_type: reused ? "cached" : "not_cached" },
    ],
  };
}

/** The same requirements, and those that are newer than the published suite, as the RFCs have them. */
export const corrected: Suite = {
  name: "As RFC 9111 and RFC 9213 have it",
  id: "rfc9111",
  tests: [
    withAge("word", ["abc"], true),
    withAge("negative", ["-7200"], true),
    withAge("fraction", ["7200.0"], true),
    withAge("list-old-first", ["7200, 0"], false),
    withAge("list-new-first", ["0, 7200"], true),
    withAge("lines-old-first", ["7200", "0"], false),
    withAge("lines-new-first", ["0", "7200"], true),
    withAge("zero-twice", ["0, 0"], true),
    withAge("zero-lines", ["0", "0"], true),
    withAge("huge", ["2147483649"], false),
    neverStale("must-revalidate"),
    neverStale("proxy-revalidate"),
    neverStale("no-cache"),
    neverStale("s-maxage=2"),
    targeted("max-age", "CDN-Cache-Control makes fresh", [["CDN-Cache-Control", "max-age=3600"]], true),
    targeted(
      "longer",
      "CDN-Cache-Control beats a shorter Cache-Control",
      [
        ["Cache-Control", "max-age=1"],
        ["CDN-Cache-Control", "max-age=3600"],
      ],
      true,
    ),
    targeted(
      "shorter",
      "CDN-Cache-Control beats a longer Cache-Control",
      [
        ["Cache-Control", "max-age=3600"],
        ["CDN-Cache-Control", "max-age=1"],
      ],
      false,
    ),
    targeted(
      "over-no-store",
      "CDN-Cache-Control stores in spite of Cache-Control: no-store",
      [
        ["Cache-Control", "no-store"],
        ["CDN-Cache-Control", "max-age=3600"],
      ],
      true,
    ),
    targeted(
      "no-store",
      "CDN-Cache-Control: no-store in spite of Cache-Control: max-age",
      [
        ["Cache-Control", "max-age=3600"],
        ["CDN-Cache-Control", "no-store"],
      ],
      false,
    ),
    targeted(
      "not-a-dictionary",
      "a CDN-Cache-Control that is no dictionary is ignored",
      [
        ["Cache-Control", "no-store"],
        ["CDN-Cache-Control", "max-age=3600, &&&&"],
      ],
      false,
    ),
    targeted(
      "wrong-type",
      "a CDN-Cache-Control: max-age that is no integer is ignored",
      [
        ["Cache-Control", "no-store"],
        ["CDN-Cache-Control", 'max-age="3600"'],
      ],
      false,
    ),
    targeted(
      "private",
      "CDN-Cache-Control: private",
      [
        ["CDN-Cache-Control", "private"],
        ["Cache-Control", "max-age=3600"],
      ],
      false,
    ),
  ],
};
