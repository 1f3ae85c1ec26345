// A product: its picture, its name, its price.

import { Brand, isRtl, leading, palette, sheet, tracking, type CardLook } from "./parts.tsx";

export interface ProductCardProps extends CardLook {
  name: string;
  description?: string;
  /** In the currency's own unit. */
  price: number;
  /** ISO 4217. */
  currency: string;
  /** BCP 47, for the way that prices are written. Default `en`. */
  locale?: string;
  /** What it cost before. */
  before?: number;
  /** A word over the picture, such as `New`. */
  badge?: string;
  /** Picture: URL, or data URL. */
  picture?: string;
  /** Stars, 0 to 5. */
  rating?: number;
}

/** A stand for pictures: examples must not depend on a file or on the web. */
const LAMP = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 630"><defs><linearGradient id="w" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#e9d9c5"/><stop offset="1" stop-color="#cdb594"/></linearGradient><radialGradient id="l" cx=".5" cy="0" r=".9"><stop offset="0" stop-color="#fff3cf" stop-opacity=".95"/><stop offset="1" stop-color="#fff3cf" stop-opacity="0"/></radialGradient></defs><rect width="500" height="630" fill="url(#w)"/><rect y="470" width="500" height="160" fill="#8c6a4a"/><path d="M130 250h240l90 300H40z" fill="url(#l)"/><path d="M244 0h12v120h-12z" fill="#33291f"/><path d="M250 110c70 0 126 62 130 140H120c4-78 60-140 130-140z" fill="#bf3519"/><path d="M120 250h260v12H120z" fill="#8f2411"/><ellipse cx="250" cy="262" rx="60" ry="9" fill="#fff3cf"/></svg>',
).toString("base64")}`;

export const examples: ProductCardProps[] = [
  {
    name: "Pendant lamp No. 4",
    description: "Spun steel, enamelled in vermilion. Made to order in Ljubljana.",
    price: 249,
    before: 289,
    currency: "EUR",
    locale: "en-IE",
    badge: "New",
    picture: LAMP,
    rating: 4.5,
  },
  {
    name: "吊り下げ灯 四号",
    description: "朱色の琺瑯仕上げ。受注生産。",
    price: 38_500,
    currency: "JPY",
    locale: "ja-JP",
    picture: LAMP,
  },
  {
    name: "مصباح معلّق رقم ٤",
    description: "فولاذ مطليّ بالمينا القرمزية.",
    price: 1250,
    currency: "AED",
    locale: "ar-AE",
    picture: LAMP,
  },
];

export function ProductCard(props: ProductCardProps) {
  const {
    name,
    description,
    price,
    before,
    currency,
    locale = "en",
    badge,
    picture,
    rating,
    theme,
    brand,
  } = props;
  const color = palette(theme);
  const money = moneyFormat(locale, currency, Number.isInteger(price) ? 0 : 2);
  const [now, once] = [money(price), before === undefined ? undefined : money(before)];
  const moneyDir = isRtl(now) ? "rtl" : undefined;
  const end = isRtl(name);
  const dir = end ? "rtl" : undefined;
  const row = end ? "row-reverse" : "row";
  const align = end ? "flex-end" : "flex-start";
  return (
    <div style={{ ...sheet(color), flexDirection: row }}>
      <div
        style={{
          display: "flex",
          position: "relative",
          width: 500,
          height: 630,
          flexShrink: 0,
          background: color.line,
        }}
      >
        {picture ? <img src={picture} width={500} height={630} style={{ objectFit: "cover" }} /> : null}
        {badge ? (
          <div
            style={{
              display: "flex",
              position: "absolute",
              top: 40,
              left: 40,
              padding: "8px 18px",
              borderRadius: 3,
              background: color.card,
              color: color.accent,
              fontSize: 24,
              fontWeight: 600,
            }}
          >
            {badge}
          </div>
        ) : null}
      </div>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          alignItems: align,
          flexGrow: 1,
          padding: "58px 64px 52px",
        }}
      >
        <div style={{ display: "flex", flexDirection: "column", alignItems: align, gap: 22 }}>
          <div
            dir={dir}
            fit={{ width: 570, height: 190, min: 38, max: 76, lines: 3 }}
            style={{
              display: "block",
              width: 570,
              lineClamp: 3,
              fontWeight: 700,
              lineHeight: leading(name, 1.1),
              letterSpacing: tracking(name, -0.035),
              textAlign: end ? "right" : "left",
            }}
          >
            {name}
          </div>
          {description ? (
            <div
              dir={dir}
              style={{
                display: "block",
                width: 570,
                lineClamp: 3,
                fontSize: 27,
                lineHeight: 1.45,
                color: color.muted,
                textAlign: end ? "right" : "left",
              }}
            >
              {description}
            </div>
          ) : null}
          {rating === undefined ? null : <Stars rating={rating} color={color.accent} rest={color.line} />}
        </div>
        <div
          style={{
            display: "flex",
            flexDirection: row,
            width: 570,
            justifyContent: "space-between",
            alignItems: "flex-end",
          }}
        >
          <div style={{ display: "flex", flexDirection: row, alignItems: "baseline", gap: 18 }}>
            <div
              dir={moneyDir}
              style={{
                display: "flex",
                fontSize: 62,
                fontWeight: 700,
                letterSpacing: tracking(now, -0.04),
                lineHeight: 1.1,
                whiteSpace: "nowrap",
              }}
            >
              {now}
            </div>
            {once === undefined ? null : (
              <div
                dir={moneyDir}
                style={{
                  display: "flex",
                  position: "relative",
                  fontSize: 30,
                  color: color.muted,
                  whiteSpace: "nowrap",
                }}
              >
                {once}
                <div
                  style={{
                    position: "absolute",
                    left: 0,
                    top: "54%",
                    width: "100%",
                    height: 2,
                    background: color.muted,
                  }}
                />
              </div>
            )}
          </div>
          <Brand color={color} name={brand} />
        </div>
      </div>
    </div>
  );
}

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Writes prices. Their no-break spaces become plain ones: layout joins what they join to one piece of text, in one
 * direction, and an Arabic price would have its space at the wrong end.
 */
function moneyFormat(
  locale: string,
  currency: string,
  maximumFractionDigits: number,
): (amount: number) => string {
  const key = `${locale} ${currency} ${maximumFractionDigits}`;
  // Making a format takes longer than drawing the price.
  let format = formats.get(key);
  if (!format) {
    if (formats.size === 100) formats.clear();
    format = new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits });
    formats.set(key, format);
  }
  const { format: write } = format;
  return (amount) => write(amount).replaceAll("\u00a0", " ");
}

const STAR = "M14 2l3.5 7.6 8.3.9-6.2 5.6 1.8 8.2L14 20.1l-7.4 4.2 1.8-8.2-6.2-5.6 8.3-.9z";

function Stars({ rating, color, rest }: { rating: number; color: string; rest: string }) {
  const share = Math.min(5, Math.max(0, rating)) / 5;
  const row = [0, 1, 2, 3, 4].map((i) => <path d={STAR} transform={`translate(${i * 32} 0)`} />);
  return (
    <div style={{ display: "flex", position: "relative", width: 160, height: 28 }}>
      <svg width={160} height={28} viewBox="0 0 160 28" fill={rest}>
        {row}
      </svg>
      {share ? (
        <div
          style={{
            display: "flex",
            position: "absolute",
            left: 0,
            top: 0,
            width: 160 * share,
            height: 28,
            overflow: "hidden",
          }}
        >
          <svg width={160} height={28} viewBox="0 0 160 28" fill={color} style={{ flexShrink: 0 }}>
            {row}
          </svg>
        </div>
      ) : null}
    </div>
  );
}
