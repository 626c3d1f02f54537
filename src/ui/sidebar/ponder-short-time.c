/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When something was, in the few letters a row has for it. */

#include "config.h"

#include "ponder-short-time.h"

#include <glib/gi18n.h>

char *
ponder_short_time_format (gint64 microseconds)
{
  g_autoptr(GDateTime) utc = microseconds != 0 ? g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC) : NULL;
  g_autoptr(GDateTime) time = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  GTimeSpan age;

  /* What was imported may be of any year, or know no time. */
  if (time == NULL)
    return g_strdup ("");

  age = g_date_time_difference (now, time);
  if (g_date_time_get_year (now) == g_date_time_get_year (time)
      && g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (time))
    return g_date_time_format (time, "%H:%M");
  if (age >= 0 && age < 6 * G_TIME_SPAN_DAY)
    return g_date_time_format (time, "%a");
  if (g_date_time_get_year (now) == g_date_time_get_year (time))
    /* Translators: a day of this year, see g_date_time_format(). */
    return g_date_time_format (time, _("%-d %b"));

  return g_date_time_format (time, "%x");
}
