import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import readerUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

/**
 * Reads the first code of a picture: QR, and what stands on goods (EAN, UPC, Code 128, Code 39, Data Matrix). null:
 * there is none that can be read. The reader is fetched from our own server on its first use.
 */
export async function readCode(picture: ImageData): Promise<string | null> {
  prepareZXingModule({ overrides: { locateFile: () => readerUrl } });
  const [found] = await readBarcodes(picture, {
    formats: ["QRCode", "DataMatrix", "EAN-13", "EAN-8", "UPC-A", "UPC-E", "Code128", "Code39", "ITF"],
    maxNumberOfSymbols: 1,
    tryHarder: true,
  });
  const text = found?.isValid === true ? found.text.trim() : "";
  return text === "" ? null : text;
}
