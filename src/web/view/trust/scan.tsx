// Compares safety numbers by camera, if the browser reads QR codes (the Barcode Detection API of the
// WICG). The picture is processed here and goes nowhere.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

interface Detector {
  detect(picture: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

const { BarcodeDetector: Reader } = globalThis as {
  BarcodeDetector?: new (options: { formats: string[] }) => Detector;
};
const look_every_ms = 200;
const DIGITS = /^\d{60}$/;

const refusal = (app: Client, error: unknown): string => {
  const { t } = app;
  const name = error instanceof DOMException ? error.name : '';
  return name === 'NotAllowedError' ? t.value.people.cameraRefused : t.value.people.noCamera;
};

interface CameraProps {
  reader: Detector;
  onSeen: (digits: string) => void;
  onClose: () => void;
}

const Camera = ({ reader, onSeen, onClose }: CameraProps) => {
  const app = useApp();
  const { t, toast } = app;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isOver = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      // The dialog was closed during the permission prompt.
      if (isOver) return stop();
      if (video.current) video.current.srcObject = stream;
    };
    open().catch((error) => {
      toast.show(refusal(app, error), true);
      onClose();
    });
    const look = async () => {
      if (!video.current?.videoWidth) return;
      const codes = await reader.detect(video.current);
      const digits = codes.find(({ rawValue }) => DIGITS.test(rawValue))?.rawValue;
      if (digits && !isOver) onSeen(digits);
    };
    const timer = setInterval(() => look().catch(() => {}), look_every_ms);
    return () => {
      isOver = true;
      clearInterval(timer);
      stop();
    };
  }, []);
  return (
    <>
      <video
        ref={video}
        class="camera"
        autoPlay
        muted
        playsInline
        aria-label={t.value.people.scanHint}
      />
      <p class="hint">{t.value.people.scanHint}</p>
      <button type="button" onClick={onClose}>
        {t.value.ui.cancel}
      </button>
    </>
  );
};

/** `onSame` is called if the friend's screen shows the same digits. */
export const Scan = ({ digits, onSame }: { digits: string; onSame: () => Promise<void> }) => {
  const { t, attempt } = useApp();
  const [reader, setReader] = useState<Detector | null>(null);
  const [isOther, setOther] = useState(false);
  if (!Reader) return <p class="hint">{t.value.people.scanUnsupported}</p>;
  if (reader) {
    const onSeen = (seen: string) => {
      setReader(null);
      setOther(seen !== digits);
      if (seen === digits) attempt(onSame);
    };
    return <Camera reader={reader} onSeen={onSeen} onClose={() => setReader(null)} />;
  }
  const start = () => {
    setOther(false);
    setReader(new Reader({ formats: ['qr_code'] }));
  };
  return (
    <>
      {isOther ? (
        <p class="note" role="alert">
          <Icon name="warn" />
          {t.value.people.scanMismatch}
        </p>
      ) : null}
      <button type="button" onClick={start}>
        <Icon name="camera" />
        {t.value.people.scan}
      </button>
    </>
  );
};
