/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a server asks to wait, in all the ways that servers say it. Pure. */

#include "config.h"

#include "ponder-retry-hint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOT_SAID (-1.0)

/* A number this near to now is a moment, not a duration. */
#define MOMENT_RANGE (10 * 365.25 * 24 * 3600)

/* Longer names first: the first that fits is taken. */
static const struct
{
  const char *name;
  double      seconds;
} units[] = {
  { "milliseconds", 1e-3 }, { "millisecond", 1e-3 }, { "ms", 1e-3 },
  { "us", 1e-6 }, { "µs", 1e-6 }, { "ns", 1e-9 },
  { "hours", 3600 }, { "hour", 3600 }, { "h", 3600 },
  { "minutes", 60 }, { "minute", 60 }, { "min", 60 }, { "m", 60 },
  { "seconds", 1 }, { "second", 1 }, { "secs", 1 }, { "sec", 1 }, { "s", 1 },
};

/* The bucket whose remaining count is 0 says when it fills again. */
static const struct
{
  const char *remaining;
  const char *reset;
} buckets[] = {
  { "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests" },
  { "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens" },
  { "x-ratelimit-remaining-tokens-minute", "x-ratelimit-reset-tokens-minute" },
  { "x-ratelimit-remaining-requests-day", "x-ratelimit-reset-requests-day" },
  { "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset" },
  { "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset" },
  { "anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset" },
  { "anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset" },
  { "x-ratelimit-remaining", "x-ratelimit-reset" },
};

/* Digits with at most one point; moves @text past them. No sign, exponent or hexadecimal number. */
static gboolean
scan_number (const char **text,
             double      *number)
{
  const char *end = *text;
  char buffer[32];

  while (g_ascii_isdigit (*end))
    end++;
  if (end == *text)
    return FALSE;
  if (*end == '.' && g_ascii_isdigit (end[1]))
    {
      end++;
      while (g_ascii_isdigit (*end))
        end++;
    }
  g_strlcpy (buffer, *text, MIN (sizeof buffer, (gsize) (end - *text) + 1));
  *number = g_ascii_strtod (buffer, NULL);
  *text = end;
  return TRUE;
}

/* Seconds in one of the unit, 0 when none stands at @text; moves past it. */
static double
scan_unit (const char **text)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gsize length = strlen (units[i].name);

      if (g_ascii_strncasecmp (*text, units[i].name, length) == 0
          && !g_ascii_isalpha ((*text)[length]))
        {
          *text += length;
          return units[i].seconds;
        }
    }
  return 0;
}

/* "2m59.56s", "15 seconds", "20": what follows does not matter unless @rest wants it. */
static double
scan_duration (const char  *text,
               const char **rest)
{
  double sum = NOT_SAID;
  double number;

  while (g_ascii_isspace (*text))
    text++;
  while (scan_number (&text, &number))
    {
      double unit;
      const char *word = text;

      while (*word == ' ')
        word++;
      unit = scan_unit (&word);
      if (unit > 0)
        text = word;
      else if (sum >= 0)
        break;
      sum = MAX (sum, 0) + number * (unit > 0 ? unit : 1);
      if (!(unit > 0))
        break;
    }
  if (rest != NULL)
    *rest = text;
  return sum;
}

static double
parse_http_date (const char *value)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autoptr(GDateTime) date = NULL;
  const char *month;
  char name[4];
  int day, year, hour, minute, second;

  if (sscanf (value, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d",
              &day, name, &year, &hour, &minute, &second) != 6)
    return NOT_SAID;
  if (strlen (name) != 3 || !(month = strstr (months, name)) || (month - months) % 3 != 0)
    return NOT_SAID;
  if (!(date = g_date_time_new_utc (year, (month - months) / 3 + 1, day, hour, minute, second)))
    return NOT_SAID;
  return g_date_time_to_unix (date);
}

static double
parse_moment (const char *value)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (value, utc);

  return date != NULL ? (double) g_date_time_to_unix (date) : parse_http_date (value);
}

double
ponder_retry_hint_from_value (const char *value,
                              double      now)
{
  const char *rest;
  double seconds;
  double moment;

  if (value == NULL)
    return NOT_SAID;

  seconds = scan_duration (value, &rest);
  while (g_ascii_isspace (*rest))
    rest++;
  if (seconds >= 0 && *rest == '\0')
    {
      moment = seconds >= 1e12 ? seconds / 1000 : seconds;
      return fabs (moment - now) < MOMENT_RANGE ? MAX (moment - now, 0) : seconds;
    }

  moment = parse_moment (value);
  return moment >= 0 ? MAX (moment - now, 0) : NOT_SAID;
}

/* The server's own clock is the one its moments are meant in. */
static double
get_time_there (PonderHeaderFunc header,
                gpointer         header_data,
                double           now)
{
  const char *date = header (header_data, "date");
  double there = date != NULL ? parse_http_date (date) : NOT_SAID;

  return there >= 0 ? there : now;
}

double
ponder_retry_hint_from_headers (PonderHeaderFunc header,
                                gpointer         header_data,
                                double           now)
{
  double there = get_time_there (header, header_data, now);
  double ms = ponder_retry_hint_from_value (header (header_data, "retry-after-ms"), there);

  return ms >= 0 ? ms / 1000
                 : ponder_retry_hint_from_value (header (header_data, "retry-after"), there);
}

double
ponder_retry_hint_from_limits (PonderHeaderFunc header,
                               gpointer         header_data,
                               double           now)
{
  double there = get_time_there (header, header_data, now);
  double longest = NOT_SAID;

  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    {
      const char *remaining = header (header_data, buckets[i].remaining);
      const char *reset = header (header_data, buckets[i].reset);

      if (g_strcmp0 (remaining, "0") == 0)
        longest = MAX (longest, ponder_retry_hint_from_value (reset, there));
    }
  return longest;
}

double
ponder_retry_hint_from_text (const char *text)
{
  static const char *const phrases[] = {
    "try again in ", "retry in ", "retry after ", "try again after ",
  };
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  for (guint i = 0; lower != NULL && i < G_N_ELEMENTS (phrases); i++)
    {
      const char *place = strstr (lower, phrases[i]);
      double seconds = place != NULL ? scan_duration (place + strlen (phrases[i]), NULL) : NOT_SAID;

      if (seconds >= 0)
        return seconds;
    }
  return NOT_SAID;
}
