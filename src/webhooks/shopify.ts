// Shopify's webhooks: HMAC-SHA256 over the raw body, in X-Shopify-Hmac-Sha256.

import { base64Bytes } from "./proof.ts";
import { verify, type Delivery, type Scheme, type WebhookOptions } from "./verify.ts";

/** A delivery of Shopify's. */
export interface ShopifyDelivery<T = unknown> extends Delivery<T> {
  /** `orders/create`, …, of X-Shopify-Topic. */
  topic: string;
  /** `example.myshopify.com`, of X-Shopify-Shop-Domain. */
  shop: string;
}

/**
 * Reads a webhook of Shopify's and makes sure that it is one. The secret is the app's.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a body that is no
 *   JSON; 409 for a delivery that is being worked on; 413 for one that is too large. Response 204 for
 *   one that was answered. TypeError where there is no secret.
 *
 * Shopify signs neither the headers nor a time: take what matters from the payload.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { topic, payload } = await verifyShopify(request, { secret: process.env.SHOPIFY_API_SECRET! });
 *   return null;
 * }
 */
export async function verifyShopify<T = unknown>(
  request: Request,
  options: WebhookOptions,
): Promise<ShopifyDelivery<T>> {
  const delivery = await verify<T>(request, shopify, options);
  const { headers } = request;
  return {
    ...delivery,
    topic: headers.get("x-shopify-topic") ?? "",
    shop: headers.get("x-shopify-shop-domain") ?? "",
  };
}

const shopify: Scheme = {
  name: "verifyShopify",
  claim({ headers, raw }) {
    const signature = base64Bytes(headers.get("x-shopify-hmac-sha256"));
    return { proofs: [{ by: "sha256", text: [raw], signatures: [signature] }] };
  },
  id: ({ headers }) => headers.get("x-shopify-webhook-id") ?? undefined,
};
