// next/image for pictures: the element that it comes to, without an optimizer.

interface ImageProps {
  /** An address, or a picture that was imported. */
  src: string | { src: string; width?: number; height?: number } | { default: { src: string } };
  alt?: string;
  width?: number | string;
  height?: number | string;
  fill?: boolean;
  style?: Record<string, unknown>;
  className?: string;
}

interface ImgProps {
  src: string;
  alt?: string;
  width?: number | string;
  height?: number | string;
  style?: Record<string, unknown>;
}

const FILLING = { position: "absolute", top: 0, left: 0, width: "100%", height: "100%" };

function imgProps({ src, alt, width, height, fill, style }: ImageProps): ImgProps {
  const imported: { src: string; width?: number; height?: number } =
    typeof src === "string" ? { src } : "default" in src ? src.default : src;
  const wide = width ?? (fill ? undefined : imported.width);
  const high = height ?? (fill ? undefined : imported.height);
  return {
    src: imported.src,
    ...(alt !== undefined && { alt }),
    ...(wide !== undefined && { width: wide }),
    ...(high !== undefined && { height: high }),
    ...((fill || style) && { style: { ...(fill && FILLING), ...style } }),
  };
}

/** The `<img>` of an `<Image>`. */
export const Image = (props: ImageProps): { type: string; props: ImgProps } => ({
  type: "img",
  props: imgProps(props),
});

/** As for `<img>` elements that are written by hand. */
export const getImageProps = (props: ImageProps): { props: ImgProps } => ({ props: imgProps(props) });
