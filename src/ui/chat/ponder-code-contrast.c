/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of code that can be read on the ground that code stands on. */

#include "config.h"

#include "ponder-code-contrast.h"

#include <math.h>

#define STEP 0.05

static double
get_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * get_linear (color->red) + 0.7152 * get_linear (color->green) + 0.0722 * get_linear (color->blue);
}

double
ponder_code_contrast_measure (const GdkRGBA *one,
                              const GdkRGBA *other)
{
  double light = get_luminance (one);
  double dark = get_luminance (other);

  return (MAX (light, dark) + 0.05) / (MIN (light, dark) + 0.05);
}

/* Adwaita's view_bg_color under .06 of its view_fg_color, as the style sheet has it. */
void
ponder_code_contrast_ground (gboolean  dark,
                             GdkRGBA  *ground)
{
  double shade = dark ? (0x1e + 0.06 * (0xff - 0x1e)) / 0xff : 1 - 0.06 * 0.8;

  *ground = (GdkRGBA) { shade, shade, shade, 1 };
}

static float
mix (float channel,
     float goal,
     float share)
{
  return channel + (goal - channel) * share;
}

void
ponder_code_contrast_mend (GdkRGBA  *color,
                           gboolean  dark)
{
  const GdkRGBA before = *color;
  float goal = dark ? 1 : 0;
  GdkRGBA ground;

  ponder_code_contrast_ground (dark, &ground);
  for (float share = STEP; ponder_code_contrast_measure (color, &ground) < PONDER_CODE_CONTRAST && share <= 1;
       share += STEP)
    {
      color->red = mix (before.red, goal, share);
      color->green = mix (before.green, goal, share);
      color->blue = mix (before.blue, goal, share);
    }
}
