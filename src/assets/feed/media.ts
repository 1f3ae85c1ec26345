// Media RSS, for RSS and Atom alike: pictures and files that the formats have no element of their own for.

import type { ResolvedItem } from "./resolve.ts";

const IMAGE_TYPES: Record<string, string> = {
  avif: "image/avif",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
};

/** `media:content` of an item's image, its media, and those enclosures that have no other place. */
export function mediaOf({ image, media }: ResolvedItem, enclosures: ResolvedItem["enclosures"]) {
  const contents = [
    ...(image === undefined ? [] : [{ url: image, medium: "image", type: imageType(image) }]),
    ...media.map(({ length, title, description, thumbnail, ...one }) => ({
      ...one,
      fileSize: length,
      title: title === undefined ? undefined : { value: title, type: "plain" },
      description: description === undefined ? undefined : { value: description, type: "plain" },
      thumbnails: thumbnail === undefined ? undefined : [{ url: thumbnail }],
    })),
    ...enclosures.map(({ url, type, length, duration }) => ({ url, type, fileSize: length, duration })),
  ];
  return contents.length === 0 ? undefined : { contents };
}

function imageType(url: string): string | undefined {
  return IMAGE_TYPES[/\.(\w+)(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? ""];
}
