/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stored chat with its settings. */

#include "config.h"

#include "ponder-session-private.h"

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_TITLE_FIXED,
  PROP_PREVIEW,
  PROP_PINNED,
  PROP_ARCHIVED,
  PROP_TAGS,
  PROP_CREATED,
  PROP_UPDATED,
  PROP_TRASHED,
  PROP_N_MESSAGES,
  PROP_CONFIG,
  PROP_DRAFT,
  PROP_DRAFT_CURSOR,
  PROP_SCROLL_MESSAGE,
  PROP_SCROLL_OFFSET,
  PROP_BUSY,
  PROP_RETRYING,
  PROP_UNSEEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderSession, ponder_session, G_TYPE_OBJECT)

static void
notify (PonderSession *self,
        guint          property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_string (PonderSession  *self,
            char          **field,
            const char     *value,
            guint           property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  notify (self, property);
}

static void
set_time (PonderSession *self,
          gint64        *field,
          gint64         value,
          guint          property)
{
  if (*field == value)
    return;

  *field = value;
  notify (self, property);
}

static void
ponder_session_finalize (GObject *object)
{
  PonderSession *self = PONDER_SESSION (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->preview);
  g_free (self->draft);
  g_free (self->scroll_message);
  g_free (self->branched_from);
  g_strfreev (self->tags);
  ponder_model_config_free (self->config);

  G_OBJECT_CLASS (ponder_session_parent_class)->finalize (object);
}

static void
ponder_session_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PonderSession *self = PONDER_SESSION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_TITLE_FIXED:
      g_value_set_boolean (value, self->title_fixed);
      break;
    case PROP_PREVIEW:
      g_value_set_string (value, self->preview);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;
    case PROP_ARCHIVED:
      g_value_set_boolean (value, self->archived);
      break;
    case PROP_TAGS:
      g_value_set_boxed (value, self->tags);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, self->created);
      break;
    case PROP_UPDATED:
      g_value_set_int64 (value, self->updated);
      break;
    case PROP_TRASHED:
      g_value_set_int64 (value, self->trashed);
      break;
    case PROP_N_MESSAGES:
      g_value_set_uint (value, self->n_messages);
      break;
    case PROP_CONFIG:
      g_value_set_boxed (value, self->config);
      break;
    case PROP_DRAFT:
      g_value_set_string (value, self->draft);
      break;
    case PROP_DRAFT_CURSOR:
      g_value_set_uint (value, self->draft_cursor);
      break;
    case PROP_SCROLL_MESSAGE:
      g_value_set_string (value, self->scroll_message);
      break;
    case PROP_SCROLL_OFFSET:
      g_value_set_int (value, self->scroll_offset);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_RETRYING:
      g_value_set_boolean (value, self->retrying);
      break;
    case PROP_UNSEEN:
      g_value_set_boolean (value, self->unseen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_session_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PonderSession *self = PONDER_SESSION (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      ponder_session_set_title (self, g_value_get_string (value));
      break;
    case PROP_TITLE_FIXED:
      ponder_session_set_title_fixed (self, g_value_get_boolean (value));
      break;
    case PROP_PREVIEW:
      ponder_session_set_preview (self, g_value_get_string (value));
      break;
    case PROP_PINNED:
      ponder_session_set_pinned (self, g_value_get_boolean (value));
      break;
    case PROP_ARCHIVED:
      ponder_session_set_archived (self, g_value_get_boolean (value));
      break;
    case PROP_TAGS:
      ponder_session_set_tags (self, g_value_get_boxed (value));
      break;
    case PROP_CREATED:
      ponder_session_set_created (self, g_value_get_int64 (value));
      break;
    case PROP_UPDATED:
      ponder_session_set_updated (self, g_value_get_int64 (value));
      break;
    case PROP_TRASHED:
      ponder_session_set_trashed (self, g_value_get_int64 (value));
      break;
    case PROP_N_MESSAGES:
      ponder_session_set_n_messages (self, g_value_get_uint (value));
      break;
    case PROP_CONFIG:
      ponder_session_set_config (self, g_value_get_boxed (value));
      break;
    case PROP_BUSY:
      ponder_session_set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_RETRYING:
      ponder_session_set_retrying (self, g_value_get_boolean (value));
      break;
    case PROP_UNSEEN:
      ponder_session_set_unseen (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_session_class_init (PonderSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = ponder_session_finalize;
  object_class->get_property = ponder_session_get_property;
  object_class->set_property = ponder_session_set_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_TITLE_FIXED] = g_param_spec_boolean ("title-fixed", NULL, NULL, FALSE, flags);
  properties[PROP_PREVIEW] = g_param_spec_string ("preview", NULL, NULL, "", flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[PROP_ARCHIVED] = g_param_spec_boolean ("archived", NULL, NULL, FALSE, flags);
  properties[PROP_TAGS] = g_param_spec_boxed ("tags", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CREATED] =
    g_param_spec_int64 ("created", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_UPDATED] =
    g_param_spec_int64 ("updated", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_TRASHED] =
    g_param_spec_int64 ("trashed", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_N_MESSAGES] =
    g_param_spec_uint ("n-messages", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CONFIG] =
    g_param_spec_boxed ("config", NULL, NULL, PONDER_TYPE_MODEL_CONFIG, flags);
  properties[PROP_DRAFT] = g_param_spec_string ("draft", NULL, NULL, "", shown);
  properties[PROP_DRAFT_CURSOR] =
    g_param_spec_uint ("draft-cursor", NULL, NULL, 0, G_MAXUINT, 0, shown);
  properties[PROP_SCROLL_MESSAGE] =
    g_param_spec_string ("scroll-message", NULL, NULL, NULL, shown);
  properties[PROP_SCROLL_OFFSET] =
    g_param_spec_int ("scroll-offset", NULL, NULL, G_MININT, G_MAXINT, 0, shown);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_RETRYING] = g_param_spec_boolean ("retrying", NULL, NULL, FALSE, flags);
  properties[PROP_UNSEEN] = g_param_spec_boolean ("unseen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_session_init (PonderSession *self)
{
  self->title = g_strdup ("");
  self->preview = g_strdup ("");
  self->draft = g_strdup ("");
  self->tags = g_new0 (char *, 1);
  self->config = ponder_model_config_new ();
  self->created = g_get_real_time ();
  self->updated = self->created;
}

PonderSession *
ponder_session_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return g_object_new (PONDER_TYPE_SESSION, "id", id, NULL);
}

const char *
ponder_session_get_id (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), NULL);

  return self->id;
}

const char *
ponder_session_get_title (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), "");

  return self->title;
}

void
ponder_session_set_title (PonderSession *self,
                          const char    *title)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  set_string (self, &self->title, title != NULL ? title : "", PROP_TITLE);
}

gboolean
ponder_session_get_title_fixed (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);

  return self->title_fixed;
}

void
ponder_session_set_title_fixed (PonderSession *self,
                                gboolean       fixed)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->title_fixed == !!fixed)
    return;

  self->title_fixed = !!fixed;
  notify (self, PROP_TITLE_FIXED);
}

const char *
ponder_session_get_preview (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), "");

  return self->preview;
}

void
ponder_session_set_preview (PonderSession *self,
                            const char    *preview)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  set_string (self, &self->preview, preview != NULL ? preview : "", PROP_PREVIEW);
}

gboolean
ponder_session_get_pinned (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);

  return self->pinned;
}

void
ponder_session_set_pinned (PonderSession *self,
                           gboolean       pinned)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->pinned == !!pinned)
    return;

  self->pinned = !!pinned;
  notify (self, PROP_PINNED);
}

gint64
ponder_session_get_created (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), 0);

  return self->created;
}

void
ponder_session_set_created (PonderSession *self,
                            gint64         created)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  set_time (self, &self->created, created, PROP_CREATED);
}

gint64
ponder_session_get_updated (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), 0);

  return self->updated;
}

void
ponder_session_set_updated (PonderSession *self,
                            gint64         updated)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  set_time (self, &self->updated, updated, PROP_UPDATED);
}

gint64
ponder_session_get_trashed (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), 0);

  return self->trashed;
}

void
ponder_session_set_trashed (PonderSession *self,
                            gint64         trashed)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  set_time (self, &self->trashed, trashed, PROP_TRASHED);
}

guint
ponder_session_get_n_messages (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), 0);

  return self->n_messages;
}

void
ponder_session_set_n_messages (PonderSession *self,
                               guint          n_messages)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->n_messages == n_messages)
    return;

  self->n_messages = n_messages;
  notify (self, PROP_N_MESSAGES);
}

PonderModelConfig *
ponder_session_get_config (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), NULL);

  return self->config;
}

void
ponder_session_set_config (PonderSession           *self,
                           const PonderModelConfig *config)
{
  PonderModelConfig *copy;

  g_return_if_fail (PONDER_IS_SESSION (self));
  g_return_if_fail (config != NULL);

  if (ponder_model_config_equal (self->config, config))
    return;

  copy = ponder_model_config_copy (config);
  ponder_model_config_free (self->config);
  self->config = copy;
  notify (self, PROP_CONFIG);
}

const char *
ponder_session_get_draft (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), "");

  return self->draft;
}

guint
ponder_session_get_draft_cursor (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), 0);

  return self->draft_cursor;
}

void
ponder_session_set_draft (PonderSession *self,
                          const char    *draft,
                          guint          cursor)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_string (self, &self->draft, draft != NULL ? draft : "", PROP_DRAFT);
  if (self->draft_cursor != cursor)
    notify (self, PROP_DRAFT_CURSOR);
  self->draft_cursor = cursor;
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
ponder_session_get_scroll_message (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), NULL);

  return self->scroll_message;
}

int
ponder_session_get_scroll_offset (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), 0);

  return self->scroll_offset;
}

void
ponder_session_set_scroll (PonderSession *self,
                           const char    *message_id,
                           int            offset)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_string (self, &self->scroll_message, message_id, PROP_SCROLL_MESSAGE);
  if (self->scroll_offset != offset)
    notify (self, PROP_SCROLL_OFFSET);
  self->scroll_offset = offset;
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
ponder_session_get_branched_from (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), NULL);

  return self->branched_from;
}

void
ponder_session_set_branched_from (PonderSession *self,
                                  const char    *session_id)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (g_strcmp0 (self->branched_from, session_id) == 0)
    return;

  g_free (self->branched_from);
  self->branched_from = g_strdup (session_id);
}

PonderSession *
ponder_session_snapshot (PonderSession *self)
{
  PonderSession *copy;

  g_return_val_if_fail (PONDER_IS_SESSION (self), NULL);

  copy = ponder_session_new (self->id);
  ponder_session_update (copy, self);
  copy->busy = self->busy;
  copy->retrying = self->retrying;
  copy->unseen = self->unseen;
  return copy;
}

void
ponder_session_update (PonderSession *self,
                       PonderSession *other)
{
  g_return_if_fail (PONDER_IS_SESSION (self));
  g_return_if_fail (PONDER_IS_SESSION (other));
  g_return_if_fail (g_str_equal (self->id, other->id));

  g_object_freeze_notify (G_OBJECT (self));
  ponder_session_set_title (self, other->title);
  ponder_session_set_title_fixed (self, other->title_fixed);
  ponder_session_set_preview (self, other->preview);
  ponder_session_set_pinned (self, other->pinned);
  ponder_session_set_archived (self, other->archived);
  ponder_session_set_tags (self, (const char *const *) other->tags);
  ponder_session_set_created (self, other->created);
  ponder_session_set_updated (self, other->updated);
  ponder_session_set_trashed (self, other->trashed);
  ponder_session_set_n_messages (self, other->n_messages);
  ponder_session_set_config (self, other->config);
  ponder_session_set_draft (self, other->draft, other->draft_cursor);
  ponder_session_set_scroll (self, other->scroll_message, other->scroll_offset);
  ponder_session_set_branched_from (self, other->branched_from);
  g_object_thaw_notify (G_OBJECT (self));
}
