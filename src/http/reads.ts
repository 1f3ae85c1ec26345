// Records which parts of a request were read. A field that nobody read cannot have changed the answer; one that
// was read is part of the answer's key (RFC 9110 §12.5.5, RFC 9111 §4.1).

/** Fields by which a client names itself to the server: an answer made from them is for that client alone. */
const CREDENTIALS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

/** Credentials under names of a project's own: `x-api-key`, `x-auth-request-user`, `x-csrf-token`, … */
const CREDENTIAL_NAME =
  /(?:^|-)(?:api-?key|auth|authenticated|authorization|cookie|credential|email|jwt|key|login|passw(?:or)?d|secret|session|sid|signature|tenant|token|user|username|userid|uid)(?:-|$)/;

/** Exceptions to {@link CREDENTIAL_NAME}: fields that do not identify the client. */
const NO_CREDENTIALS: ReadonlySet<string> = new Set(["user-agent", "idempotency-key", "sec-websocket-key"]);

/** The client's address, as proxies and hosts hand it on. */
const ADDRESS =
  /^(?:forwarded|x-forwarded-for|x-real-ip|x-client-ip|x-cluster-client-ip|x-vercel-forwarded-for|x-nf-client-connection-ip|x-original-forwarded-for|x-appengine-user-ip|x-azure-clientip|x-azure-socketip|true-client-ip|cf-connecting-ip|cf-connecting-ipv6|cf-pseudo-ipv4|fastly-client-ip|fly-client-ip|client-ip|x-envoy-external-address)$/;

/**
 * Fields that are compared elsewhere, so that `Vary` need not name them (RFC 9110 §12.5.5): preconditions and
 * ranges by the server or cache that has the answer, `Host` as a part of the URL.
 */
export const COMPARED_ELSEWHERE: ReadonlySet<string> = new Set([
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "range",
]);

/** Whether a request field identifies the client: by a credential, or by its address. */
export function isPersonal(name: string): boolean {
  return (
    CREDENTIALS.has(name) || ADDRESS.test(name) || (CREDENTIAL_NAME.test(name) && !NO_CREDENTIALS.has(name))
  );
}

/** The parts of one request that were read so far. */
export class Reads {
  /** Names of fields that were read one by one, in lower case; undefined before the first. */
  fields: Set<string> | undefined;
  /** All fields were handed out: iterated, or given to `fetch()` or a library. */
  everything = false;
  /** The address of the connection was read. */
  address = false;
  /** The query was read as a whole. */
  search = false;
  /** Names of the query that were looked at one by one. */
  names: Set<string> | undefined;
  /** The author declared the answer dynamic, for this request alone: `connection()`, `dynamic = "force-dynamic"`. */
  alone = false;
  /** Grows with each thing that is read for the first time. */
  count = 0;
  /**
   * Called with each first read after the head of the answer was sent: `Vary` can no longer name it, so the answer
   * must not be used for another request.
   */
  late: ((what: string) => void) | undefined;

  /**
   * Called with each read, repeated ones too. It throws inside work whose result is cached for other requests.
   */
  static guard: ((what: string) => void) | undefined;

  field(name: string): void {
    const lower = name.toLowerCase();
    Reads.guard?.(`the header ${lower}`);
    if (this.fields?.has(lower)) return;
    (this.fields ??= new Set()).add(lower);
    this.#note(`the header ${lower}`);
  }

  allFields(): void {
    Reads.guard?.("all headers");
    if (this.everything) return;
    this.everything = true;
    this.#note("all headers");
  }

  clientAddress(): void {
    Reads.guard?.("the client's address");
    if (this.address) return;
    this.address = true;
    this.#note("the client's address");
  }

  wholeQuery(): void {
    Reads.guard?.("the query");
    if (this.search) return;
    this.search = true;
    this.#note("the query");
  }

  queryName(name: string): void {
    Reads.guard?.(`the query's ${name}`);
    if (this.search || this.names?.has(name)) return;
    (this.names ??= new Set()).add(name);
    this.#note(`the query's ${name}`);
  }

  forThisOneAlone(): void {
    if (this.alone) return;
    this.alone = true;
    this.#note("the connection");
  }

  /** The fields that `Vary` has to name. */
  get varying(): string[] {
    return this.fields ? [...this.fields].filter((name) => !COMPARED_ELSEWHERE.has(name)) : [];
  }

  /** The first read that identifies the client; the answer is then private. */
  get personal(): string | undefined {
    if (this.everything) return "all headers";
    if (this.address) return "the client's address";
    if (this.fields) for (const name of this.fields) if (isPersonal(name)) return `the header ${name}`;
    return undefined;
  }

  #note(what: string): void {
    this.count++;
    this.late?.(what);
  }
}
