// Chooses the part of a picture that becomes the avatar, by dragging, zooming or the arrow keys.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';
import type { Frame } from './crop-frame';
import { centred, drawFrame, moved, readPicture, square, zoomed } from './crop-frame';

const side_px = 512;
const step_px = 12;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-step_px, 0],
  ArrowRight: [step_px, 0],
  ArrowUp: [0, -step_px],
  ArrowDown: [0, step_px],
};

/** The picture, the chosen part of it, and how the part is changed. */
const useCrop = (file: File, onClose: () => void) => {
  const { t, toast } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    readPicture(file).then(
      (read) => {
        setPicture(read);
        setFrame(centred(read));
      },
      () => {
        toast.show(t.value.settings.pictureUnreadable, true);
        onClose();
      },
    );
  }, []);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && picture && frame) drawFrame(context, picture, frame, side_px);
  }, [picture, frame]);
  return {
    canvas,
    picture,
    frame,
    move(x: number, y: number) {
      if (picture && frame) setFrame(moved(picture, frame, x, y));
    },
    zoom(factor: number) {
      if (picture && frame) setFrame(zoomed(picture, frame, factor));
    },
  };
};

const Stage = ({ canvas, move }: Pick<ReturnType<typeof useCrop>, 'canvas' | 'move'>) => {
  const { t } = useApp();
  const drag = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    const shown_px = canvas.current?.clientWidth ?? side_px;
    move((event.movementX * side_px) / shown_px, (event.movementY * side_px) / shown_px);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    move(...by);
  };
  return (
    <fieldset
      class="crop"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is moved by the arrow keys
      tabIndex={0}
      aria-label={t.value.settings.cropHint}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={onKey}
    >
      <canvas ref={canvas} width={side_px} height={side_px} />
    </fieldset>
  );
};

export const Crop = ({ file, onClose }: { file: File; onClose: () => void }) => {
  const { t, attempt, account, toast } = useApp();
  const { canvas, picture, frame, move, zoom } = useCrop(file, onClose);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    if (!picture || !frame) return;
    setBusy(true);
    await account.setAvatar(await square(picture, frame)).finally(() => setBusy(false));
    onClose();
    toast.show(t.value.ui.saved);
  };
  return (
    <Dialog title={t.value.settings.cropTitle} kind="slim" onClose={onClose}>
      <Stage canvas={canvas} move={move} />
      <label>
        <span class="hint">{t.value.settings.zoom}</span>
        <input
          class="zoom"
          type="range"
          min="1"
          max="4"
          step="0.05"
          value={frame?.zoom ?? 1}
          onInput={(event) => zoom(Number(event.currentTarget.value))}
        />
      </label>
      <div class="dialog-foot">
        <button type="button" onClick={onClose}>
          {t.value.ui.cancel}
        </button>
        <button
          type="button"
          class="primary"
          disabled={picture === null || isBusy}
          onClick={() => attempt(save)}
        >
          {t.value.ui.save}
        </button>
      </div>
    </Dialog>
  );
};
