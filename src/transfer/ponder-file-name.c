/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files that any file system takes. */

#include "config.h"

#include "ponder-file-name.h"

#include <glib/gi18n.h>
#include <string.h>

/* Most file systems take 255 bytes; " (99999)" needs eight. */
#define MAX_BYTES (255 - 8)

static gboolean
is_allowed (gunichar c)
{
  if (c < 0x80)
    return c > 0x20 && c != 0x7f && strchr ("/\\:*?\"<>|", (int) c) == NULL;

  /* The last two of every plane, and 32 more, are no characters. */
  if ((c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
    return FALSE;

  return !g_unichar_isspace (c) && !g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_PRIVATE_USE;
}

/* Whatever is not allowed is a blank, and blanks are one. What nobody sees goes: among it is what turns a name
 * round. */
static char *
replace_forbidden (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *name = g_string_new (NULL);

  for (const char *at = normal; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_type (c) == G_UNICODE_FORMAT)
        continue;
      if (is_allowed (c))
        g_string_append_unichar (name, c);
      else if (name->len > 0 && name->str[name->len - 1] != ' ')
        g_string_append_c (name, ' ');
    }

  return g_string_free (name, FALSE);
}

/* Windows drops dots and blanks at the end; a dot at the beginning hides a file elsewhere. */
static void
strip (char *name)
{
  gsize length;
  gsize lead = strspn (name, ". ");

  memmove (name, name + lead, strlen (name + lead) + 1);
  for (length = strlen (name); length > 0 && strchr (". ", name[length - 1]) != NULL; length--)
    name[length - 1] = '\0';
}

/* At a letter, not in the middle of its bytes. */
static void
cut (char  *name,
     gsize  max_bytes)
{
  char *end;

  if (strlen (name) <= max_bytes)
    return;

  end = name + max_bytes;
  while (((guchar) *end & 0xc0) == 0x80)
    end--;
  *end = '\0';
  strip (name);
}

/* Names of devices on Windows, whatever follows their first dot. */
static gboolean
is_reserved (const char *name)
{
  static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };
  g_autofree char *stem = g_strndup (name, strcspn (name, "."));

  g_strchomp (stem);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (g_ascii_strcasecmp (stem, devices[i]) == 0)
      return TRUE;

  if (g_ascii_strncasecmp (stem, "COM", 3) != 0 && g_ascii_strncasecmp (stem, "LPT", 3) != 0)
    return FALSE;

  return (g_ascii_isdigit (stem[3]) && stem[4] == '\0') || g_strcmp0 (stem + 3, "¹") == 0
         || g_strcmp0 (stem + 3, "²") == 0 || g_strcmp0 (stem + 3, "³") == 0;
}

/* Without the suffix. (transfer full) */
static char *
make_stem (const char *title,
           gsize       max_bytes)
{
  g_autofree char *name = replace_forbidden (title);

  strip (name);
  cut (name, max_bytes);
  if (*name == '\0')
    return g_strdup (_("Untitled chat"));

  return is_reserved (name) ? g_strconcat ("_", name, NULL) : g_steal_pointer (&name);
}

char *
ponder_file_name_from_title (const char *title,
                             const char *suffix)
{
  g_autofree char *stem = NULL;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (suffix != NULL && strlen (suffix) < MAX_BYTES, NULL);

  stem = make_stem (title, MAX_BYTES - strlen (suffix));
  return g_strconcat (stem, suffix, NULL);
}

/* Two names of which a file system may think that they are one have the same. (transfer full) */
static char *
dup_key (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
}

static gboolean
take (GHashTable *taken,
      const char *name)
{
  g_autofree char *key = dup_key (name);

  if (g_hash_table_contains (taken, key))
    return FALSE;

  return g_hash_table_insert (taken, g_steal_pointer (&key), GUINT_TO_POINTER (1));
}

char *
ponder_file_name_choose (const char *title,
                         const char *suffix,
                         GHashTable *taken)
{
  g_autofree char *name = ponder_file_name_from_title (title, suffix);
  g_autofree char *stem = NULL;
  g_autofree char *key = NULL;
  guint number;

  if (take (taken, name))
    return g_steal_pointer (&name);

  /* Ten thousand chats without a title are numbered without trying all numbers for each. */
  stem = g_strndup (name, strlen (name) - strlen (suffix));
  key = dup_key (name);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (taken, key));
  do
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u)%s", stem, ++number, suffix);
    }
  while (!take (taken, name));
  g_hash_table_insert (taken, g_steal_pointer (&key), GUINT_TO_POINTER (number));

  return g_steal_pointer (&name);
}
