/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures, made fit to be sent and small enough to be shown. Any thread. */

#include "config.h"

#include "ponder-picture.h"

#include "ponder-error.h"
#include "ponder-media-type.h"
#include "ponder-picture-clean.h"

#include <glib/gi18n.h>

/* A small file may hold a picture that fills the memory. */
#define MAX_PIXELS (64 * 1000 * 1000)
/* Anthropic refuses more than 8000 on a side. A long strip of a page is not made unreadable before that. */
#define MAX_SIDE 7680
#define PIECE (256 * 1024)
#define QUALITY "88"

typedef struct
{
  int      max_side;            /* 0: as it is */
  int      width;
  int      height;
  gboolean too_large;
} Wish;

static void
fail (GError     **error,
      const char  *words)
{
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, words);
}

/* What the loader makes room for. Asked for nothing it gives up. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gpointer         user_data)
{
  Wish *wish = user_data;
  int side = MAX (width, height);

  wish->width = width;
  wish->height = height;
  wish->too_large = (gint64) width * height > MAX_PIXELS;
  if (wish->too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (wish->max_side > 0 && side > wish->max_side)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) ((gint64) width * wish->max_side / side)),
                                MAX (1, (int) ((gint64) height * wish->max_side / side)));
}

static gboolean
feed (GdkPixbufLoader  *loader,
      GBytes           *bytes,
      const Wish       *wish,
      GCancellable     *cancellable,
      GError          **error)
{
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);

  for (gsize place = 0; place < length && !wish->too_large; place += PIECE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !gdk_pixbuf_loader_write (loader, data + place, MIN (PIECE, length - place), error))
        {
          gdk_pixbuf_loader_close (loader, NULL);
          return FALSE;
        }
    }
  return gdk_pixbuf_loader_close (loader, error);
}

static GdkPixbuf *
shrink (GdkPixbuf *picture,
        int        max_side)
{
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  int side = MAX (width, height);

  if (max_side == 0 || side <= max_side)
    return g_object_ref (picture);
  return gdk_pixbuf_scale_simple (picture, MAX (1, (int) ((gint64) width * max_side / side)),
                                  MAX (1, (int) ((gint64) height * max_side / side)), GDK_INTERP_BILINEAR);
}

/* Only the loader of that kind is given the bytes: each one more is more C that reads what strangers wrote. @turned:
 * whether it is not stored as it is to be seen. */
static GdkPixbuf *
decode (GBytes        *bytes,
        const char    *media_type,
        Wish          *wish,
        gboolean      *turned,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (media_type, error);
  g_autoptr(GdkPixbuf) upright = NULL;
  g_autoptr(GError) local_error = NULL;
  const char *orientation;
  GdkPixbuf *picture;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), wish);
  if (!feed (loader, bytes, wish, cancellable, &local_error)
      || (picture = gdk_pixbuf_loader_get_pixbuf (loader)) == NULL)
    {
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local_error));
      else if (wish->too_large)
        fail (error, _("has more than 64 million pixels"));
      else
        fail (error, _("is damaged"));
      return NULL;
    }
  orientation = gdk_pixbuf_get_option (picture, "orientation");
  *turned = orientation != NULL && g_strcmp0 (orientation, "1") != 0;
  upright = gdk_pixbuf_apply_embedded_orientation (picture);
  return shrink (upright, wish->max_side);
}

/* JPEG knows no transparency. */
static GdkPixbuf *
put_on_white (GdkPixbuf *picture)
{
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  GdkPixbuf *opaque = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (opaque, 0xffffffff);
  gdk_pixbuf_composite (picture, opaque, 0, 0, width, height, 0, 0, 1, 1, GDK_INTERP_NEAREST, 255);
  return opaque;
}

static GBytes *
encode_jpeg (GdkPixbuf  *picture,
             GError    **error)
{
  g_autoptr(GdkPixbuf) opaque = put_on_white (picture);
  char *data;
  gsize length;

  if (!gdk_pixbuf_save_to_buffer (opaque, &data, &length, "jpeg", error, "quality", QUALITY, NULL))
    return NULL;
  return g_bytes_new_take (data, length);
}

/* Photographs stay photographs; drawings and words stay sharp, unless that makes them too large. */
static GBytes *
encode (GdkPixbuf   *picture,
        const char **media_type,
        GError     **error)
{
  char *data;
  gsize length;

  if (!g_str_equal (*media_type, PONDER_MEDIA_JPEG))
    {
      if (!gdk_pixbuf_save_to_buffer (picture, &data, &length, "png", error, NULL))
        return NULL;
      *media_type = PONDER_MEDIA_PNG;
      if (length <= PONDER_PICTURE_MAX_BYTES)
        return g_bytes_new_take (data, length);
      g_free (data);
    }
  *media_type = PONDER_MEDIA_JPEG;
  return encode_jpeg (picture, error);
}

/* GdkPixbuf's loader of WebP is a package that not everybody has: a small picture can be sent all the same. */
static GBytes *
prepare_unseen (GBytes        *bytes,
                const char    *media_type,
                const GError  *reason,
                GError       **error)
{
  GBytes *clean = NULL;

  if (!g_error_matches (reason, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNKNOWN_TYPE))
    g_propagate_error (error, g_error_copy (reason));
  else if (g_bytes_get_size (bytes) > PONDER_PICTURE_MAX_BYTES)
    fail (error, _("is too large, and this computer cannot make pictures of its kind smaller"));
  else if ((clean = ponder_picture_clean (bytes, media_type)) == NULL)
    fail (error, _("is damaged"));
  return clean;
}

GBytes *
ponder_picture_prepare (GBytes        *bytes,
                        const char   **media_type,
                        GCancellable  *cancellable,
                        GError       **error)
{
  Wish wish = { .max_side = g_bytes_get_size (bytes) > PONDER_PICTURE_MAX_BYTES ? PONDER_PICTURE_SIDE : MAX_SIDE };
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GdkPixbuf) picture = NULL;
  GBytes *clean;
  gboolean turned = FALSE;

  if (!(picture = decode (bytes, *media_type, &wish, &turned, cancellable, &local_error)))
    return prepare_unseen (bytes, *media_type, local_error, error);
  if (turned || g_bytes_get_size (bytes) > PONDER_PICTURE_MAX_BYTES || MAX (wish.width, wish.height) > MAX_SIDE)
    return encode (picture, media_type, error);

  /* Notes lie somewhere in what was cut off in its middle, too, but not in the pixels that could be read. */
  clean = ponder_picture_clean (bytes, *media_type);
  return clean != NULL ? clean : encode (picture, media_type, error);
}

GdkPixbuf *
ponder_picture_decode (GBytes        *bytes,
                       int            max_side,
                       GCancellable  *cancellable,
                       GError       **error)
{
  const char *media_type = ponder_media_type_find (bytes);
  Wish wish = { .max_side = max_side };
  gboolean turned;

  if (!ponder_media_type_is_picture (media_type))
    {
      fail (error, _("is damaged"));
      return NULL;
    }
  return decode (bytes, media_type, &wish, &turned, cancellable, error);
}
