// Answers that are written out field by field go out as they are: to check and copy each by its
// schema would be a seventh of the time of sending a message. Tests hold them to their schemas.
import type { AnyElysia } from 'elysia';

/** What is done with the routes before they serve. */
export type Prepare = (routes: AnyElysia) => AnyElysia;

/** Those routes whose operation is `writtenOut`. */
export const writtenRoutes = (routes: AnyElysia) =>
  routes.routes.filter(({ hooks }) => hooks.detail?.['x-written-out'] === true);

/** The schemas stay with the routes that /docs describes, which are others. */
export const trustAnswers: Prepare = (routes) => {
  for (const { hooks } of writtenRoutes(routes)) delete hooks.response;
  return routes;
};
