/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One place where something was found. */

#include "config.h"

#include "ponder-search-hit.h"

/* Made on the worker's thread and shown on another. */
struct _PonderSearchHit
{
  GObject        parent_instance;

  char          *session_id;
  char          *message_id;
  PonderSnippet *title;
  PonderSnippet *text;
  PonderRole     role;
  gint64         time;
  char          *model;
};

G_DEFINE_FINAL_TYPE (PonderSearchHit, ponder_search_hit, G_TYPE_OBJECT)

static void
ponder_search_hit_finalize (GObject *object)
{
  PonderSearchHit *self = PONDER_SEARCH_HIT (object);

  g_free (self->session_id);
  g_free (self->message_id);
  g_clear_pointer (&self->title, ponder_snippet_free);
  g_clear_pointer (&self->text, ponder_snippet_free);
  g_free (self->model);

  G_OBJECT_CLASS (ponder_search_hit_parent_class)->finalize (object);
}

static void
ponder_search_hit_class_init (PonderSearchHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_search_hit_finalize;
}

static void
ponder_search_hit_init (PonderSearchHit *self)
{
}

PonderSearchHit *
ponder_search_hit_new (const char    *session_id,
                       const char    *message_id,
                       PonderSnippet *title,
                       PonderSnippet *text)
{
  PonderSearchHit *self;

  g_return_val_if_fail (session_id != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (PONDER_TYPE_SEARCH_HIT, NULL);
  self->session_id = g_strdup (session_id);
  self->message_id = g_strdup (message_id);
  self->title = title;
  self->text = text != NULL ? text : ponder_snippet_new_empty ();
  return self;
}

void
ponder_search_hit_set_facts (PonderSearchHit *self,
                             PonderRole       role,
                             gint64           time,
                             const char      *model)
{
  g_return_if_fail (PONDER_IS_SEARCH_HIT (self));
  g_return_if_fail (self->model == NULL);

  self->role = role;
  self->time = time;
  self->model = g_strdup (model);
}

const char *
ponder_search_hit_get_session_id (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->session_id;
}

const char *
ponder_search_hit_get_message_id (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->message_id;
}

const char *
ponder_search_hit_get_title (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->title->text;
}

GArray *
ponder_search_hit_get_title_marks (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->title->marks;
}

const char *
ponder_search_hit_get_snippet (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->text->text;
}

GArray *
ponder_search_hit_get_marks (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->text->marks;
}

PonderRole
ponder_search_hit_get_role (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), PONDER_ROLE_USER);

  return self->role;
}

gint64
ponder_search_hit_get_time (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), 0);

  return self->time;
}

const char *
ponder_search_hit_get_model (PonderSearchHit *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH_HIT (self), NULL);

  return self->model;
}
