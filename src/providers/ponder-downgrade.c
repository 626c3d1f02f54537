/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameters that a server has refused for a model, and that are left out from then on. Pure. */

#include "config.h"

#include "ponder-downgrade-private.h"

#include <string.h>

/* Owned by whoever remembers it, one for each base URL and model. */
struct _PonderDowngrade
{
  GPtrArray *parameters;        /* (element-type utf8) */
};

PonderDowngrade *
ponder_downgrade_new (void)
{
  PonderDowngrade *self = g_new0 (PonderDowngrade, 1);

  self->parameters = g_ptr_array_new_with_free_func (g_free);
  return self;
}

PonderDowngrade *
ponder_downgrade_copy (const PonderDowngrade *self)
{
  PonderDowngrade *copy = ponder_downgrade_new ();

  for (guint i = 0; self != NULL && i < self->parameters->len; i++)
    ponder_downgrade_add (copy, g_ptr_array_index (self->parameters, i));
  return copy;
}

void
ponder_downgrade_free (PonderDowngrade *self)
{
  g_ptr_array_unref (self->parameters);
  g_free (self);
}

gboolean
ponder_downgrade_has (const PonderDowngrade *self,
                      const char            *parameter)
{
  return self != NULL
         && g_ptr_array_find_with_equal_func (self->parameters, parameter, g_str_equal, NULL);
}

GPtrArray *
ponder_downgrade_get_parameters (const PonderDowngrade *self)
{
  return self->parameters;
}

gboolean
ponder_downgrade_add (PonderDowngrade *self,
                      const char      *parameter)
{
  if (ponder_downgrade_has (self, parameter))
    return FALSE;
  g_ptr_array_add (self->parameters, g_strdup (parameter));
  return TRUE;
}

static void
remove_member (JsonObject *object,
               const char *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *first = dot != NULL ? g_strndup (path, (gsize) (dot - path)) : NULL;

  if (dot == NULL)
    json_object_remove_member (object, path);
  else if (ponder_json_get_object (object, first) != NULL)
    remove_member (ponder_json_get_object (object, first), dot + 1);
}

void
ponder_downgrade_apply (const PonderDowngrade *self,
                        JsonObject            *body)
{
  for (guint i = 0; self != NULL && i < self->parameters->len; i++)
    remove_member (body, g_ptr_array_index (self->parameters, i));
}
