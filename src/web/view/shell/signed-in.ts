// All that is behind the sign-in, models and views, in one file of the build: without a network a device
// opens by few files.
export { createSignedIn } from '../../model/signed-in';
export { Shell } from './shell';
export { ShellBanner } from './shell-banner';
