/** The part of pdfmake that write-pdf-worker.ts uses; the package brings no types. */
declare module "pdfmake" {
  const pdfmake: {
    setFonts(fonts: Record<string, Record<"normal" | "bold" | "italics" | "bolditalics", string>>): void;
    addTableLayouts(layouts: Record<string, Record<string, (place: number, node: never) => unknown>>): void;
    setUrlAccessPolicy(may: (url: string) => boolean): void;
    setLocalAccessPolicy(may: (path: string) => boolean): void;
    createPdf(definition: Record<string, unknown>): { getBuffer(): Promise<Uint8Array> };
  };
  export default pdfmake;
}
