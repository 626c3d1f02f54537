/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a person put a session: the archive, and under which tags. */

#include "config.h"

#include "ponder-session-private.h"

/* One line without spaces around or more than one inside; "" for nothing. (transfer full) */
static char *
dup_tag (const char *text)
{
  g_auto(GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr(GString) tag = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (tag, "%s%s", tag->len > 0 ? " " : "", words[i]);
  return g_utf8_make_valid (tag->str, (gssize) tag->len);
}

/* The words of a person are the same in either case; the bytes settle the order of what is left. */
static int
compare_tags (const char *a,
              const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return strcmp (folded_a, folded_b);
}

static int
compare_tags_cb (gconstpointer a,
                 gconstpointer b)
{
  return compare_tags (*(char **) a, *(char **) b);
}

/* In order, each once whatever its case; of two spellings the first one stays. (transfer full) */
static GStrv
dup_sorted (const char *const *tags)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      g_autofree char *tag = dup_tag (tags[i]);

      if (*tag != '\0' && g_hash_table_add (seen, g_utf8_casefold (tag, -1)))
        g_ptr_array_add (sorted, g_steal_pointer (&tag));
    }
  g_ptr_array_sort (sorted, compare_tags_cb);
  g_ptr_array_add (sorted, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&sorted), FALSE);
}

gboolean
ponder_session_get_archived (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);

  return self->archived;
}

void
ponder_session_set_archived (PonderSession *self,
                             gboolean       archived)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->archived == !!archived)
    return;

  self->archived = !!archived;
  g_object_notify (G_OBJECT (self), "archived");
}

const char *const *
ponder_session_get_tags (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), NULL);

  return (const char *const *) self->tags;
}

void
ponder_session_set_tags (PonderSession     *self,
                         const char *const *tags)
{
  g_auto(GStrv) sorted = NULL;

  g_return_if_fail (PONDER_IS_SESSION (self));

  sorted = dup_sorted (tags);
  if (g_strv_equal ((const char *const *) self->tags, (const char *const *) sorted))
    return;

  g_strfreev (self->tags);
  self->tags = g_steal_pointer (&sorted);
  g_object_notify (G_OBJECT (self), "tags");
}

gboolean
ponder_session_has_tag (PonderSession *self,
                        const char    *tag)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);
  g_return_val_if_fail (tag != NULL, FALSE);

  for (guint i = 0; self->tags[i] != NULL; i++)
    if (compare_tags (self->tags[i], tag) == 0)
      return TRUE;
  return FALSE;
}

void
ponder_session_set_tag (PonderSession *self,
                        const char    *tag,
                        gboolean       wanted)
{
  g_autoptr(GPtrArray) tags = NULL;

  g_return_if_fail (PONDER_IS_SESSION (self));
  g_return_if_fail (tag != NULL);

  if (ponder_session_has_tag (self, tag) == !!wanted)
    return;

  tags = g_ptr_array_new ();
  for (guint i = 0; self->tags[i] != NULL; i++)
    if (compare_tags (self->tags[i], tag) != 0)
      g_ptr_array_add (tags, self->tags[i]);
  if (wanted)
    g_ptr_array_add (tags, (char *) tag);
  g_ptr_array_add (tags, NULL);
  ponder_session_set_tags (self, (const char *const *) tags->pdata);
}
