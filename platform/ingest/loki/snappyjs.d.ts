/** The encoder that tests hold our decoder against; it comes without types. */
declare module 'snappyjs' {
  export function compress(content: Uint8Array): Uint8Array<ArrayBuffer>;
}
