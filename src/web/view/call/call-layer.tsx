// The place of a call above everything; its screens are loaded with the first one.
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';

const CallStage = lazy(async () => (await import('./stage')).CallStage);

export const CallLayer = () => {
  const { calls } = useApp();
  const model = calls.calls.value;
  const call = model?.call.value;
  return model && call ? <CallStage key={call.no} calls={model} call={call} /> : null;
};
