/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers that sort by the time they were made. */

#include "config.h"

#include "ponder-id.h"

#include <string.h>
#include <sys/random.h>

#define RANDOM_BYTES 10
#define TEXT_LENGTH 26

/* Each thread continues its own last identifier; nothing is shared. */
typedef struct
{
  guint64 milliseconds;
  guint8 random[RANDOM_BYTES];
} LastId;

static GPrivate last_id = G_PRIVATE_INIT (g_free);

static void
fill_random (guint8 bytes[RANDOM_BYTES])
{
  /* So few bytes always come whole, unless the kernel has no getrandom at all. */
  if (getrandom (bytes, RANDOM_BYTES, 0) == RANDOM_BYTES)
    return;
  for (int i = 0; i < RANDOM_BYTES; i++)
    bytes[i] = (guint8) g_random_int_range (0, 256);
}

/* FALSE when all bits were set. */
static gboolean
increment (guint8 bytes[RANDOM_BYTES])
{
  for (int i = RANDOM_BYTES - 1; i >= 0; i--)
    {
      if (++bytes[i] != 0)
        return TRUE;
    }
  return FALSE;
}

static void
advance (LastId *last)
{
  guint64 now = (guint64) g_get_real_time () / 1000;

  /* A clock that was set back must not break the order either. */
  if (now <= last->milliseconds)
    {
      if (increment (last->random))
        return;
      now = last->milliseconds + 1;
    }
  last->milliseconds = now;
  fill_random (last->random);
}

/* 16 bytes, most significant first, as 26 digits of five bits: the first holds only three. */
static char *
encode (const guint8 bytes[16])
{
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  char *text = g_malloc (TEXT_LENGTH + 1);
  guint bits = 0;
  guint n_bits = 2;
  gsize used = 0;

  for (int i = 0; i < TEXT_LENGTH; i++)
    {
      if (n_bits < 5)
        {
          bits = (bits << 8 | bytes[used++]) & 0xffff;
          n_bits += 8;
        }
      n_bits -= 5;
      text[i] = digits[bits >> n_bits & 31];
    }
  text[TEXT_LENGTH] = '\0';
  return text;
}

char *
ponder_id_new (void)
{
  LastId *last = g_private_get (&last_id);
  guint8 bytes[16];

  if (last == NULL)
    {
      last = g_new0 (LastId, 1);
      g_private_set (&last_id, last);
    }
  advance (last);
  for (int i = 0; i < 6; i++)
    bytes[i] = (guint8) (last->milliseconds >> (40 - 8 * i));
  memcpy (bytes + 6, last->random, RANDOM_BYTES);
  return encode (bytes);
}
