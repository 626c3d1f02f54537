/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long ago something was, in words. */

#include "config.h"

#include "ponder-age.h"

#include <glib/gi18n.h>

/* A plural is chosen by an unsigned number; so many days are never reached. */
static gulong
count (gint64 age,
       gint64 unit)
{
  return (gulong) (age / unit);
}

char *
ponder_age_to_words (gint64 age)
{
  gint64 minute = (gint64) 60 * G_USEC_PER_SEC;
  gint64 hour = 60 * minute;
  gint64 day = 24 * hour;
  gulong n;

  if (age < minute)
    return g_strdup (_("just now"));

  if (age < hour)
    {
      n = count (age, minute);
      /* Translators: an age. */
      return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", n), n);
    }
  if (age < day)
    {
      n = count (age, hour);
      /* Translators: an age. */
      return g_strdup_printf (ngettext ("%lu hour", "%lu hours", n), n);
    }
  n = count (age, day);
  /* Translators: an age. */
  return g_strdup_printf (ngettext ("%lu day", "%lu days", n), n);
}

char *
ponder_age_dup_of_cache (gint64 age)
{
  g_autofree char *words = ponder_age_to_words (age);

  if (age < (gint64) 60 * G_USEC_PER_SEC)
    return g_strdup (_("from cache, just now"));

  /* Translators: of an answer that was kept; %s is its age, such as "3 minutes". */
  return g_strdup_printf (_("from cache, %s old"), words);
}
