import { ClassicEditor, Essentials, Paragraph } from 'ckeditor5';

/** Mounts CKEditor 5 in `place`. */
export async function mount(place: HTMLElement): Promise<void> {
  await ClassicEditor.create(place, { licenseKey: 'GPL', plugins: [Essentials, Paragraph] });
}
