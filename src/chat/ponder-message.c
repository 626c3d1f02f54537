/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message: a node of a session's tree. */

#include "config.h"

#include "ponder-message-private.h"

#include "ponder-fault.h"

enum
{
  PROP_0,
  PROP_ID,
  PROP_PARENT_ID,
  PROP_ROLE,
  PROP_STATE,
  PROP_FINISH,
  PROP_PROVIDER,
  PROP_MODEL,
  PROP_USAGE,
  PROP_FAULT,
  PROP_CREATED,
  PROP_FIRST_TOKEN_MS,
  PROP_REASONING_MS,
  PROP_TOTAL_MS,
  PROP_CACHED_FROM,
  PROP_CHOSEN,
  PROP_SIBLING_INDEX,
  PROP_N_SIBLINGS,
  PROP_TEXT,
  PROP_REASONING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderMessage, ponder_message, G_TYPE_OBJECT)

static void
notify (PonderMessage *self,
        guint          property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_string (PonderMessage  *self,
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
set_number (PonderMessage *self,
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
ponder_message_finalize (GObject *object)
{
  PonderMessage *self = PONDER_MESSAGE (object);

  g_free (self->id);
  g_free (self->parent_id);
  g_free (self->provider);
  g_free (self->model);
  g_clear_pointer (&self->usage, ponder_usage_free);
  g_clear_pointer (&self->fault, ponder_fault_unref);
  g_ptr_array_unref (self->parts);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  if (self->reasoning != NULL)
    g_string_free (self->reasoning, TRUE);

  G_OBJECT_CLASS (ponder_message_parent_class)->finalize (object);
}

static void
ponder_message_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PonderMessage *self = PONDER_MESSAGE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_PARENT_ID:
      g_value_set_string (value, self->parent_id);
      break;
    case PROP_ROLE:
      g_value_set_enum (value, (int) self->role);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FINISH:
      g_value_set_enum (value, (int) self->finish);
      break;
    case PROP_PROVIDER:
      g_value_set_string (value, self->provider);
      break;
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;
    case PROP_USAGE:
      g_value_set_boxed (value, self->usage);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, self->created);
      break;
    case PROP_FIRST_TOKEN_MS:
      g_value_set_int64 (value, self->first_token_ms);
      break;
    case PROP_REASONING_MS:
      g_value_set_int64 (value, self->reasoning_ms);
      break;
    case PROP_TOTAL_MS:
      g_value_set_int64 (value, self->total_ms);
      break;
    case PROP_CACHED_FROM:
      g_value_set_int64 (value, self->cached_from);
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    case PROP_SIBLING_INDEX:
      g_value_set_uint (value, self->sibling_index);
      break;
    case PROP_N_SIBLINGS:
      g_value_set_uint (value, self->n_siblings);
      break;
    case PROP_TEXT:
      g_value_set_string (value, ponder_message_get_text (self));
      break;
    case PROP_REASONING:
      g_value_set_string (value, ponder_message_get_reasoning (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_message_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PonderMessage *self = PONDER_MESSAGE (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_PARENT_ID:
      self->parent_id = g_value_dup_string (value);
      break;
    case PROP_ROLE:
      self->role = (PonderRole) g_value_get_enum (value);
      break;
    case PROP_STATE:
      ponder_message_set_state (self, (PonderMessageState) g_value_get_enum (value));
      break;
    case PROP_FINISH:
      ponder_message_set_finish (self, (PonderFinish) g_value_get_enum (value));
      break;
    case PROP_PROVIDER:
      ponder_message_set_provider (self, g_value_get_string (value));
      break;
    case PROP_MODEL:
      ponder_message_set_model (self, g_value_get_string (value));
      break;
    case PROP_USAGE:
      ponder_message_set_usage (self, g_value_get_boxed (value));
      break;
    case PROP_FAULT:
      ponder_message_set_fault (self, g_value_get_boxed (value));
      break;
    case PROP_CREATED:
      ponder_message_set_created (self, g_value_get_int64 (value));
      break;
    case PROP_FIRST_TOKEN_MS:
      ponder_message_set_first_token_ms (self, g_value_get_int64 (value));
      break;
    case PROP_REASONING_MS:
      ponder_message_set_reasoning_ms (self, g_value_get_int64 (value));
      break;
    case PROP_TOTAL_MS:
      ponder_message_set_total_ms (self, g_value_get_int64 (value));
      break;
    case PROP_CACHED_FROM:
      ponder_message_set_cached_from (self, g_value_get_int64 (value));
      break;
    case PROP_CHOSEN:
      ponder_message_set_chosen (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static GParamSpec *
milliseconds_property (const char *name)
{
  return g_param_spec_int64 (name, NULL, NULL, -1, G_MAXINT64, -1,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static void
install_fixed_properties (void)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  properties[PROP_PARENT_ID] = g_param_spec_string ("parent-id", NULL, NULL, NULL, once);
  properties[PROP_ROLE] =
    g_param_spec_enum ("role", NULL, NULL, PONDER_TYPE_ROLE, PONDER_ROLE_SYSTEM, once);
  properties[PROP_SIBLING_INDEX] =
    g_param_spec_uint ("sibling-index", NULL, NULL, 0, G_MAXUINT, 0, shown);
  properties[PROP_N_SIBLINGS] =
    g_param_spec_uint ("n-siblings", NULL, NULL, 0, G_MAXUINT, 1, shown);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", shown);
  properties[PROP_REASONING] = g_param_spec_string ("reasoning", NULL, NULL, "", shown);
}

static void
install_writable_properties (void)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, PONDER_TYPE_MESSAGE_STATE,
                                              PONDER_MESSAGE_DONE, flags);
  properties[PROP_FINISH] =
    g_param_spec_enum ("finish", NULL, NULL, PONDER_TYPE_FINISH, PONDER_FINISH_NONE, flags);
  properties[PROP_PROVIDER] = g_param_spec_string ("provider", NULL, NULL, NULL, flags);
  properties[PROP_MODEL] = g_param_spec_string ("model", NULL, NULL, NULL, flags);
  properties[PROP_USAGE] = g_param_spec_boxed ("usage", NULL, NULL, PONDER_TYPE_USAGE, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, PONDER_TYPE_FAULT, flags);
  properties[PROP_CREATED] =
    g_param_spec_int64 ("created", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_FIRST_TOKEN_MS] = milliseconds_property ("first-token-ms");
  properties[PROP_REASONING_MS] = milliseconds_property ("reasoning-ms");
  properties[PROP_TOTAL_MS] = milliseconds_property ("total-ms");
  properties[PROP_CACHED_FROM] =
    g_param_spec_int64 ("cached-from", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, flags);
}

static void
ponder_message_class_init (PonderMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ponder_message_finalize;
  object_class->get_property = ponder_message_get_property;
  object_class->set_property = ponder_message_set_property;

  install_fixed_properties ();
  install_writable_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_message_init (PonderMessage *self)
{
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  self->created = g_get_real_time ();
  self->first_token_ms = -1;
  self->reasoning_ms = -1;
  self->total_ms = -1;
  self->n_siblings = 1;
}

PonderMessage *
ponder_message_new (const char *id,
                    const char *parent_id,
                    PonderRole  role)
{
  g_return_val_if_fail (id != NULL, NULL);

  return g_object_new (PONDER_TYPE_MESSAGE, "id", id, "parent-id", parent_id, "role", role, NULL);
}

const char *
ponder_message_get_id (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->id;
}

const char *
ponder_message_get_parent_id (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->parent_id;
}

PonderRole
ponder_message_get_role (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), PONDER_ROLE_USER);

  return self->role;
}

PonderMessageState
ponder_message_get_state (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), PONDER_MESSAGE_DONE);

  return self->state;
}

void
ponder_message_set_state (PonderMessage      *self,
                          PonderMessageState  state)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

PonderFinish
ponder_message_get_finish (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), PONDER_FINISH_NONE);

  return self->finish;
}

void
ponder_message_set_finish (PonderMessage *self,
                           PonderFinish   finish)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  if (self->finish == finish)
    return;

  self->finish = finish;
  notify (self, PROP_FINISH);
}

const char *
ponder_message_get_provider (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->provider;
}

void
ponder_message_set_provider (PonderMessage *self,
                             const char    *provider_id)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_string (self, &self->provider, provider_id, PROP_PROVIDER);
}

const char *
ponder_message_get_model (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->model;
}

void
ponder_message_set_model (PonderMessage *self,
                          const char    *model)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_string (self, &self->model, model, PROP_MODEL);
}

PonderUsage *
ponder_message_get_usage (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->usage;
}

void
ponder_message_set_usage (PonderMessage     *self,
                          const PonderUsage *usage)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  if (ponder_usage_equal (self->usage, usage))
    return;

  g_clear_pointer (&self->usage, ponder_usage_free);
  self->usage = usage != NULL ? ponder_usage_copy (usage) : NULL;
  notify (self, PROP_USAGE);
}

PonderFault *
ponder_message_get_fault (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->fault;
}

void
ponder_message_set_fault (PonderMessage *self,
                          PonderFault   *fault)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  if (self->fault == fault)
    return;

  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = fault != NULL ? ponder_fault_ref (fault) : NULL;
  notify (self, PROP_FAULT);
}

gint64
ponder_message_get_created (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), 0);

  return self->created;
}

void
ponder_message_set_created (PonderMessage *self,
                            gint64         created)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_number (self, &self->created, created, PROP_CREATED);
}

gint64
ponder_message_get_first_token_ms (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), -1);

  return self->first_token_ms;
}

void
ponder_message_set_first_token_ms (PonderMessage *self,
                                   gint64         ms)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_number (self, &self->first_token_ms, ms, PROP_FIRST_TOKEN_MS);
}

gint64
ponder_message_get_reasoning_ms (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), -1);

  return self->reasoning_ms;
}

void
ponder_message_set_reasoning_ms (PonderMessage *self,
                                 gint64         ms)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_number (self, &self->reasoning_ms, ms, PROP_REASONING_MS);
}

gint64
ponder_message_get_total_ms (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), -1);

  return self->total_ms;
}

void
ponder_message_set_total_ms (PonderMessage *self,
                             gint64         ms)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_number (self, &self->total_ms, ms, PROP_TOTAL_MS);
}

gint64
ponder_message_get_cached_from (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), 0);

  return self->cached_from;
}

void
ponder_message_set_cached_from (PonderMessage *self,
                                gint64         time)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  set_number (self, &self->cached_from, MAX (time, 0), PROP_CACHED_FROM);
}

gboolean
ponder_message_get_chosen (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), FALSE);

  return self->chosen;
}

void
ponder_message_set_chosen (PonderMessage *self,
                           gboolean       chosen)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  chosen = !!chosen;
  if (self->chosen == (guint) chosen)
    return;

  self->chosen = (guint) chosen;
  notify (self, PROP_CHOSEN);
}

guint
ponder_message_get_sibling_index (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), 0);

  return self->sibling_index;
}

guint
ponder_message_get_n_siblings (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), 1);

  return self->n_siblings;
}

void
ponder_message_set_siblings (PonderMessage *self,
                             guint          index,
                             guint          n_siblings)
{
  gboolean index_changed;
  gboolean number_changed;

  g_return_if_fail (PONDER_IS_MESSAGE (self));
  g_return_if_fail (index < n_siblings);

  index_changed = self->sibling_index != index;
  number_changed = self->n_siblings != n_siblings;
  self->sibling_index = index;
  self->n_siblings = n_siblings;

  if (index_changed)
    notify (self, PROP_SIBLING_INDEX);
  if (number_changed)
    notify (self, PROP_N_SIBLINGS);
}
