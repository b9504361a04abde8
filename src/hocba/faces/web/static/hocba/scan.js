// Reads a QR code from the camera or from a picture. The pictures stay in this page.
"use strict";
const HocbaScan = (() => {
  const LARGEST = 2000, PAUSE_MS = 120;

  // The browser's own reader where it has one for QR codes; else ours, fetched when first needed.
  async function reader(address) {
    if ("BarcodeDetector" in window) {
      const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
      if (formats.includes("qr_code")) {
        const detector = new BarcodeDetector({ formats: ["qr_code"] });
        return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
      }
    }
    await loaded(address);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async (source, width, height) => {
      const scale = Math.min(1, LARGEST / Math.max(width, height));
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      return jsQR(picture.data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" })?.data ?? null;
    };
  }

  function loaded(address) {
    if ("jsQR" in window) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }

  // Returns the text, or null where `signal` ended the search. Throws where there is no camera.
  async function camera(video, address, signal) {
    const wanted = { facingMode: "environment", width: { ideal: 1920 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
    try {
      const read = await reader(address);
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      while (!signal.aborted) {
        const found = video.videoWidth ? await read(video, video.videoWidth, video.videoHeight) : null;
        if (found) return found;
        await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
      }
      return null;
    } finally {
      video.hidden = true;
      video.srcObject = null;
      for (const track of stream.getTracks()) track.stop();
    }
  }

  // Returns the text in a picture, or null. Throws where the file is no picture.
  async function picture(file, address) {
    const read = await reader(address);
    const bitmap = await createImageBitmap(file);
    try {
      return await read(bitmap, bitmap.width, bitmap.height);
    } finally {
      bitmap.close();
    }
  }

  return { camera, picture };
})();
