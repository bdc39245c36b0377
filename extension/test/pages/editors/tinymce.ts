import tinymce from 'tinymce';
import 'tinymce/icons/default';
import 'tinymce/models/dom';
import 'tinymce/themes/silver';

/** Mounts TinyMCE in `place`, inline: its other mode is a frame. */
export async function mount(place: HTMLElement): Promise<void> {
  place.style.minHeight = '60px';
  await tinymce.init({ target: place, inline: true, license_key: 'gpl', toolbar: false, menubar: false, skin: false, content_css: false });
}
