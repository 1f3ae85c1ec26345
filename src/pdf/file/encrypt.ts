// AES-256 encryption (ISO 32000-2 §7.6, revision 6), made so that the same document has the same bytes.

import { createCipheriv, createHash, createHmac } from "node:crypto";
import type { Encrypt } from "./file.ts";
import type { Encryption } from "../template/options.ts";

const LONGEST = 127; // bytes of a password that count

export interface Encrypted {
  encrypt: Encrypt;
  /** The encryption dictionary. */
  dictionary: string;
}

/**
 * Makes what a document needs to be encrypted. What is random elsewhere is derived from the
 * passwords and the content here: it is as secret as the passwords are, and the same each time.
 *
 * @throws Error when there is no password.
 */
export function encryption(options: Encryption): Encrypted {
  const { userPassword = "", ownerPassword = "" } = options;
  if (!userPassword && !ownerPassword)
    throw new Error("`encrypt` needs a userPassword, an ownerPassword or both.");
  const secret = createHmac("sha256", `${userPassword}\0${ownerPassword}`).update("offprint").digest();
  const derive = (label: string, length: number) =>
    createHmac("sha256", secret).update(label).digest().subarray(0, length);
  const user = passwordBytes(userPassword);
  // Without an owner's password, use a secret one: with the user's, every reader would be the owner.
  const owner = ownerPassword ? passwordBytes(ownerPassword) : derive("owner", 32);
  const key = derive("key", 32);
  const none = Buffer.alloc(0);
  const u = entry(user, derive("user", 16), none);
  const ue = wrap(hash(user, u.subarray(40, 48), none), key);
  const o = entry(owner, derive("owner salts", 16), u);
  const oe = wrap(hash(owner, o.subarray(40, 48), u), key);
  const permissions = permissionBits(options.permissions ?? {});
  const perms = Buffer.alloc(16, 0xff);
  perms.writeInt32LE(permissions, 0);
  perms.write("Tadb", 8, "latin1");
  derive("permissions", 4).copy(perms, 12);
  const sealed = cipher("aes-256-ecb", key, null, perms);
  const hex = (bytes: Buffer) => `<${bytes.toString("hex")}>`;
  return {
    encrypt(id, bytes) {
      const iv = createHmac("sha256", key).update(`${id} `).update(bytes).digest().subarray(0, 16);
      const aes = createCipheriv("aes-256-cbc", key, iv);
      return Buffer.concat([iv, aes.update(bytes), aes.final()]);
    },
    dictionary:
      "<</Filter/Standard/V 5/R 6/Length 256/CF<</StdCF<</AuthEvent/DocOpen/CFM/AESV3/Length 32>>>>" +
      `/StmF/StdCF/StrF/StdCF/O${hex(o)}/OE${hex(oe)}/U${hex(u)}/UE${hex(ue)}/P ${permissions}/Perms${hex(sealed)}/EncryptMetadata true>>`,
  };
}

const passwordBytes = (password: string): Buffer =>
  Buffer.from(password.normalize("NFKC")).subarray(0, LONGEST);

/** A password's hash with the two salts behind it. */
const entry = (password: Buffer, salts: Buffer, user: Buffer): Buffer =>
  Buffer.concat([hash(password, salts.subarray(0, 8), user), salts]);

const wrap = (key: Buffer, fileKey: Buffer): Buffer => cipher("aes-256-cbc", key, Buffer.alloc(16), fileKey);

function cipher(algorithm: string, key: Buffer, iv: Buffer | null, data: Buffer): Buffer {
  const aes = createCipheriv(algorithm, key, iv);
  aes.setAutoPadding(false);
  return Buffer.concat([aes.update(data), aes.final()]);
}

/** Algorithm 2.B: a hash that takes its time. */
function hash(password: Buffer, salt: Buffer, user: Buffer): Buffer {
  let key = createHash("sha256").update(password).update(salt).update(user).digest();
  for (let round = 0; ; round++) {
    const block = Buffer.concat([password, key, user]);
    const mixed = cipher(
      "aes-128-cbc",
      key.subarray(0, 16),
      key.subarray(16, 32),
      Buffer.concat(Array.from({ length: 64 }, () => block)),
    );
    const rest = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(["sha256", "sha384", "sha512"][rest]!).update(mixed).digest();
    if (round >= 63 && mixed.at(-1)! <= round - 31) return key.subarray(0, 32);
  }
}

/** ISO 32000-2 table 22. Reading aloud is always allowed. */
function permissionBits({
  print,
  modify,
  copy,
  annotate,
  fillForms,
  assemble,
}: NonNullable<Encryption["permissions"]>): number {
  let bits = 0xfffff0c0 | (1 << 9);
  if (print) bits |= 1 << 2;
  if (print === true) bits |= 1 << 11;
  if (modify) bits |= 1 << 3;
  if (copy) bits |= 1 << 4;
  if (annotate) bits |= 1 << 5;
  if (fillForms) bits |= 1 << 8;
  if (assemble) bits |= 1 << 10;
  return bits | 0;
}
