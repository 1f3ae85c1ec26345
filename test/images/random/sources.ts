// Files of several kinds, as data URIs.

import sharp from "sharp";

const svgUri = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;

const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="80" height="40"><rect width="40" height="20" fill="#a855f7"/><circle cx="10" cy="10" r="8" fill="#fff"/><path d="M20 4h16v12z" fill="#fde047" opacity=".7"/></svg>`;
const DRAWN = sharp(Buffer.from(SCENE), { density: 144 }).resize(96, 64, { fit: "fill" });
const uriOf = async (type: "png" | "jpeg") =>
  `data:image/${type};base64,${(await DRAWN.clone().toFormat(type).toBuffer()).toString("base64")}`;

export const STRIPES = svgUri(
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0 0h10v20H0z" fill="#0ea5e9"/></svg>`,
);
export const PHOTO = await uriOf("png");
export const SOURCES = [
  svgUri(SCENE),
  PHOTO,
  await uriOf("jpeg"),
  svgUri(SCENE.replace(/ width="80" height="40"/, "")),
];
