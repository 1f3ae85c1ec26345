// Pictures for templates: a landscape, a face, a product with a transparent background, a map and a logo.

import sharp from "sharp";

const svgUri = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
const drawn = async (svg: string, width: number, height: number, type: "png" | "jpeg") => {
  const bytes = await sharp(Buffer.from(svg))
    .resize(width, height, { fit: "fill" })
    .toFormat(type)
    .toBuffer();
  return `data:image/${type};base64,${bytes.toString("base64")}`;
};

const LANDSCAPE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="#fca5a5"/><stop offset="1" stop-color="#fef3c7"/></linearGradient></defs><rect width="120" height="80" fill="url(#s)"/><circle cx="88" cy="26" r="11" fill="#fb923c"/><path d="M0 60L30 30 52 54 72 38 120 66V80H0Z" fill="#1e3a8a"/><path d="M0 70L40 52 80 68 120 58V80H0Z" fill="#172554"/></svg>`;
const FACE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#a7f3d0"/><circle cx="32" cy="26" r="13" fill="#92400e"/><path d="M10 64c2-18 12-22 22-22s20 4 22 22z" fill="#0f766e"/><path d="M19 24c0-14 26-14 26 0-4-6-22-6-26 0z" fill="#1c1917"/></svg>`;
const SHOE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"><path d="M8 14c10 6 20 4 24-6 10 14 28 24 52 26 10 1 12 8 10 14H8z" fill="#ef4444"/><path d="M6 48h90v6H12z" fill="#f8fafc"/><path d="M40 22l8-4M48 28l8-5M57 32l7-5" stroke="#fff" stroke-width="3"/></svg>`;
const STREETS = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 120"><rect width="200" height="120" fill="#e7e5e4"/><path d="M-5 40L210 70M40-5L70 130M120-5L140 130M-5 95L210 100" stroke="#fff" stroke-width="8"/><path d="M150 0h60v50h-48z" fill="#bbf7d0"/><path d="M0 110Q60 90 200 118V130H0z" fill="#bae6fd"/></svg>`;

export const LOGO = svgUri(
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M20 2L38 36H2z" fill="#6366f1"/></svg>`,
);
export const PHOTO = await drawn(LANDSCAPE, 480, 320, "jpeg");
export const AVATAR = await drawn(FACE, 128, 128, "png");
export const PRODUCT = await drawn(SHOE, 400, 240, "png");
export const MAP = await drawn(STREETS, 600, 360, "png");
